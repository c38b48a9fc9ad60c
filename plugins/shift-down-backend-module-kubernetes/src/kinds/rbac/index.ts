/** Who may do what: roles, bindings, and the accounts that programs have. */
import { createResourceReader } from '../resource/createResourceReader';
import { cloudIdentities } from './cloudIdentities';
import { bindingSchema, roleSchema, serviceAccountSchema } from './schema';

const group = 'rbac.authorization.k8s.io';

/** @internal */
export const rbacReaders = [
  createResourceReader({
    sourceKind: 'ServiceAccount',
    group: '',
    schema: serviceAccountSchema,
    // Not which Secrets it names: those are read by nobody here.
    fieldsOf: ({ automountServiceAccountToken }) => ({
      automountServiceAccountToken,
    }),
    annotationsOf: ({ metadata }) => cloudIdentities(metadata.annotations),
  }),
  ...(['Role', 'ClusterRole'] as const).map(sourceKind =>
    createResourceReader({
      sourceKind,
      group,
      clusterScoped: sourceKind === 'ClusterRole',
      schema: roleSchema,
      fieldsOf: ({ rules, aggregationRule }) => ({ rules, aggregationRule }),
    }),
  ),
  ...(['RoleBinding', 'ClusterRoleBinding'] as const).map(sourceKind =>
    createResourceReader({
      sourceKind,
      group,
      clusterScoped: sourceKind === 'ClusterRoleBinding',
      schema: bindingSchema,
      fieldsOf: ({ roleRef, subjects }) => ({ roleRef, subjects }),
    }),
  ),
];
