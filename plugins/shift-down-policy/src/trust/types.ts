/** RBAC as trust is judged from it: what was collected, in plain data. */
import type { ReportKind } from '@shift-down/plugin-shift-down-common';
import type { LabelSelector } from '../labelSelector';

/**
 * One rule of a role; an absent list is empty.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 * @public
 */
export interface RbacRule {
  apiGroups: string[];
  resources: string[];
  /** Empty for every name. */
  resourceNames: string[];
  verbs: string[];
}

/** A Role or ClusterRole. @public */
export interface RbacRole {
  kind: 'Role' | 'ClusterRole';
  /** Empty for a ClusterRole. */
  namespace: string;
  name: string;
  labels: Record<string, string>;
  rules: RbacRule[];
  /** Whose rules an aggregated ClusterRole has. */
  aggregates: LabelSelector[];
  /** It exists, but nobody knows its rules. */
  unreadable: boolean;
}

/** Somebody in a binding. @public */
export interface RbacSubject {
  kind: string;
  /** Of a ServiceAccount. */
  namespace: string;
  name: string;
}

/** A RoleBinding or ClusterRoleBinding. @public */
export interface RbacBinding {
  kind: 'RoleBinding' | 'ClusterRoleBinding';
  /** Empty for a ClusterRoleBinding. */
  namespace: string;
  name: string;
  role: { kind: string; name: string };
  subjects: RbacSubject[];
  /** It exists, but nobody knows whom it binds to what. */
  unreadable: boolean;
}

/** Somebody who may write the reports of a kind. @public */
export interface ReportWriter {
  kind: ReportKind;
  /** Empty where they may in every namespace, and for cluster-scoped kinds. */
  namespace: string;
  /** `user:<name>`, `group:<name>` or `serviceaccount:<namespace>:<name>`. */
  writer: string;
  /** Binding and role that grant it, and how where that is not plain. */
  via: string;
  /** Whether it is the platform or one of its engines. */
  trusted: boolean;
}
