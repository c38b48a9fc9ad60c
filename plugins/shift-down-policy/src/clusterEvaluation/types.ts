/** What the portal gives to evaluate of a cluster, and what it gets. */
import type {
  EvaluationDetail,
  ObjectReference,
  PodSecurityEvaluation,
  PolicyResultEvidence,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { KubernetesObject } from '../evaluation';
import type { PodSecurityVersion } from '../podSecurity';

/**
 * An object as the portal keeps it: labels apart, and what was left out marked as
 * withheld.
 * @public
 */
export interface StoredObject {
  object: KubernetesObject;
  /** Of a workload those of the owner, overlaid on those of its Pods. */
  labels: Record<string, string>;
}

/** What is the same for every object of a cluster. @public */
export interface ClusterSurroundings {
  /** Minor version of its API server, or the newest that is known here. */
  minorVersion: number;
  /** The version of the Pod Security Standards that its workloads are held against. */
  podSecurityVersion: PodSecurityVersion;
  /** ValidatingAdmissionPolicies and their bindings, as they were found in it. */
  policies: StoredObject[];
  /** ClusterRoles and ClusterRoleBindings, as they are kept. */
  clusterRoles: StoredObject[];
  /** What enforces network policies in it, if config says so. */
  networkPolicyProvider?: string;
  /** Whom the platform trusts, beside itself. */
  trusted?: readonly string[];
}

/** A workload or another object of a namespace. @public */
export interface ObjectToEvaluate {
  type: 'object';
  /** What results are about: the root owner. */
  subject: ObjectReference;
  stored: StoredObject;
  /** Of its Namespace; unset where that is not known. */
  namespaceLabels?: Record<string, string>;
  /** LimitRanges of its namespace, whose defaults its Pods get. */
  limitRanges?: StoredObject[];
}

/** A namespace with what is in it. @public */
export interface NamespaceToEvaluate {
  type: 'namespace';
  name: string;
  /** The Namespace itself; unset where it is not known. */
  stored?: StoredObject;
  /** What is in it beside workloads. */
  objects: StoredObject[];
  workloads: { subject: ObjectReference; stored: StoredObject }[];
  /** Kinds of which not every object is known, and in words why. */
  incomplete: Partial<Record<SourceKind, string>>;
}

/** @public */
export type ToEvaluate = ObjectToEvaluate | NamespaceToEvaluate;

/** What evaluation comes to. All texts are redacted. @public */
export interface Evaluated {
  /** Passes, fails and what is unknown; nothing for what does not apply. */
  results: PolicyResultEvidence[];
  podSecurity?: PodSecurityEvaluation;
  detail: EvaluationDetail;
}
