/** Who can do what dangerous thing in a namespace, and which cloud identities it has. */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';

/** Dangerous things that RBAC can allow, the worst first. @public */
export const DANGEROUS_POWERS = [
  'everything',
  'unknown',
  'escalate',
  'bind',
  'impersonate',
  'issue-tokens',
  'reach-nodes',
  'change-admission',
  'approve-certificates',
  'create-volumes',
  'use-wildcards',
  'read-secrets',
  'run-pods',
  'enter-pods',
  'write-rbac',
  'change-namespace',
  'write-network-policies',
  'write-quotas',
  'write-exceptions',
  'write-reports',
] as const;

/**
 * One dangerous thing: `everything` is what cluster-admin grants, `unknown` what a role
 * or binding grants that could not be read.
 * @public
 */
export type DangerousPower = (typeof DANGEROUS_POWERS)[number];

/** A binding and the role that it grants; in no namespace where it is of the cluster. @public */
export interface AccessPath {
  binding: ObjectReference;
  role: ObjectReference;
  /**
   * The ServiceAccount or group of them that has it and that they can act as, written
   * like `who`; unset where they have it themselves.
   */
  actingAs?: string;
  /** Names that it is limited to; none for all. */
  names: string[];
}

/** Somebody who can do one dangerous thing in a namespace. @public */
export interface DangerousAccess {
  /** `user:<name>`, `group:<name>` or `serviceaccount:<namespace>:<name>`. */
  who: string;
  power: DangerousPower;
  /** Whether in the namespace only or in all of the cluster. */
  scope: 'namespace' | 'cluster';
  /** Every way to it, the most direct first; at least one. */
  paths: AccessPath[];
  /** Whether it is the platform itself, or whom it trusts. */
  trusted: boolean;
  /** Whether everybody or every program is meant. */
  anybody: boolean;
}

/** An identity of a cloud that Pods get through their ServiceAccount. @public */
export interface CloudIdentity {
  provider: 'aws' | 'google-cloud' | 'azure';
  /** ARN of the role, address of the service account, or client id. */
  identity: string;
  /** Name of the ServiceAccount in the workload's namespace. */
  serviceAccount: string;
}

/** Who gets a cloud identity: workloads that have it, and whoever can act as they do. @public */
export interface CloudAccess extends CloudIdentity {
  workloads: ObjectReference[];
  /** Who may run Pods as the ServiceAccount, enter them or issue its tokens. */
  assumableBy: { who: string; paths: AccessPath[]; trusted: boolean }[];
}
