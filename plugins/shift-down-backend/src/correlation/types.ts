/** What correlation reads and decides, as plain data. */
import type { LabelRequirement } from './labelSelector';

/** How a claim is confirmed, see `shiftDown.correlation` in the configuration. @internal */
export interface CorrelationOptions {
  /** `annotations` confirms every claim, for organisations without tenancy. */
  trust: 'namespace-owner' | 'annotations';
  /** Label of a Namespace that names the group which owns it. */
  ownerLabel: string;
  /** Owners by rule; the first that matches holds, and before any label. */
  namespaceOwners: NamespaceOwnerRule[];
}

/** @internal */
export interface NamespaceOwnerRule {
  /** Cluster name; every cluster if it isn't set. */
  cluster?: string;
  /** Namespace name, in which `*` stands for any run of characters. */
  namespace: string;
  /** Ref of the group. */
  owner: string;
}

/** The entity as far as its claims go. @internal */
export interface ClaimingEntity {
  ref: string;
  kind: string;
  name: string;
  type: string | undefined;
  annotations: Record<string, string>;
}

/** What an entity claims; every part that is set must hold. @internal */
export interface Claim {
  /** Which annotation (or type) claims, for people. */
  via: string;
  /** Requirements on the subject's labels; empty claims a whole namespace. */
  requirements: LabelRequirement[];
  namespace?: string;
  /** Cluster name. */
  cluster?: string;
}

/** The subject as far as claims go. @internal */
export interface ClaimableSubject {
  id: string;
  clusterUid: string;
  clusterName: string;
  namespace: string;
  kind: string;
  name: string;
  /** Not known of what no source describes. */
  labels: Record<string, string> | undefined;
}

/** What became of an entity's claims. @internal */
export type ClaimState = 'none' | 'unconfirmed' | 'no-workloads' | 'confirmed';
