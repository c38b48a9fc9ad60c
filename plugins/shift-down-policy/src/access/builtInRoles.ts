/**
 * Roles that every API server makes for people, with what is dangerous in them. They
 * stand in where a role is bound and not known itself, as in manifests.
 *
 * See https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles.
 */
import type { RbacRole, RbacRule } from '../trust/types';

const CHANGE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const READ = ['get', 'list', 'watch'];

const EDIT: RbacRule[] = [
  rule('', ['secrets'], [...READ, ...CHANGE]),
  rule('', ['serviceaccounts'], ['impersonate', ...READ, ...CHANGE]),
  rule('', ['serviceaccounts/token'], ['create']),
  rule('', ['pods', 'replicationcontrollers'], [...READ, ...CHANGE]),
  rule(
    '',
    ['pods/exec', 'pods/attach', 'pods/portforward'],
    [...READ, ...CHANGE],
  ),
  rule(
    'apps',
    ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
    [...READ, ...CHANGE],
  ),
  rule('batch', ['jobs', 'cronjobs'], [...READ, ...CHANGE]),
  rule('networking.k8s.io', ['networkpolicies'], [...READ, ...CHANGE]),
];

/** @internal */
export const BUILT_IN_ROLES: readonly RbacRole[] = [
  role('cluster-admin', [rule('*', ['*'], ['*'])]),
  role('admin', [
    ...EDIT,
    rule(
      'rbac.authorization.k8s.io',
      ['roles', 'rolebindings'],
      [...READ, ...CHANGE],
    ),
  ]),
  role('edit', EDIT),
  role('view', [rule('', ['pods', 'services', 'configmaps'], READ)]),
];

function role(name: string, rules: RbacRule[]): RbacRole {
  return {
    kind: 'ClusterRole',
    namespace: '',
    name,
    labels: {},
    rules,
    aggregates: [],
    unreadable: false,
  };
}

function rule(group: string, resources: string[], verbs: string[]): RbacRule {
  return { apiGroups: [group], resources, resourceNames: [], verbs };
}
