/** Roles and bindings for tests, in a word each. */
import type {
  RbacBinding,
  RbacRole,
  RbacRule,
  RbacSubject,
} from '../trust/types';

/** Words are separated by blanks. */
export function rule(
  group: string,
  resources: string,
  verbs: string,
  name?: string,
): RbacRule {
  return {
    apiGroups: [group],
    resources: resources.split(' '),
    verbs: verbs.split(' '),
    resourceNames: name ? [name] : [],
  };
}

export function role(
  namespace: string,
  name: string,
  rules: RbacRule[],
): RbacRole {
  return {
    kind: 'Role',
    namespace,
    name,
    labels: {},
    rules,
    aggregates: [],
    unreadable: false,
  };
}

export function clusterRole(name: string, rules: RbacRule[]): RbacRole {
  return { ...role('', name, rules), kind: 'ClusterRole' };
}

/** @param to - Kind and name of the role. */
export function binding(
  namespace: string,
  name: string,
  to: string,
  ...subjects: RbacSubject[]
): RbacBinding {
  const [kind = '', roleName = ''] = to.split(' ');
  return {
    kind: 'RoleBinding',
    namespace,
    name,
    role: { kind, name: roleName },
    subjects,
    unreadable: false,
  };
}

export function clusterBinding(
  name: string,
  to: string,
  ...subjects: RbacSubject[]
): RbacBinding {
  return {
    ...binding('', name, `ClusterRole ${to}`, ...subjects),
    kind: 'ClusterRoleBinding',
  };
}
