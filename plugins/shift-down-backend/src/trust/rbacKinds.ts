import type { SourceKind } from '@shift-down/plugin-shift-down-common';

/** What must be known before anything can be said about who writes reports. @internal */
export const RBAC_KINDS = [
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
] as const satisfies readonly SourceKind[];

/** @internal */
export function isRbacKind(kind: SourceKind): boolean {
  return (RBAC_KINDS as readonly SourceKind[]).includes(kind);
}
