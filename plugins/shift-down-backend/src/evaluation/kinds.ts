/** What is evaluated, and what goes into it. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';

/** Kinds of objects in namespaces whose change may change an evaluation. @internal */
export const NAMESPACED_KINDS = [
  'Namespace',
  'Workload',
  'Service',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'RoleBinding',
] as const satisfies readonly SourceKind[];

/**
 * Kinds beside workloads that admission policies are tried on: what is left out of them is
 * marked, so that no policy takes it for absent.
 * @internal
 */
export const ADMITTED_KINDS: readonly SourceKind[] = ['Service'];
