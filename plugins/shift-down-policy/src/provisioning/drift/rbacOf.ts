import { ZodError } from 'zod';
import { readBinding, readRole } from '../../namespaceBaseline/readers';
import type { Rbac } from '../../trust/reportWriters';
import type { RbacBinding, RbacRole } from '../../trust/types';
import type { ObservedObject } from '../types';
import { stateObjectOf } from './stateObjectOf';

/**
 * Roles and bindings among what is there. Make it once of all that a cluster has and give
 * it for each of its namespaces. One that has another form than the API's is there, and
 * nobody knows what it says.
 * @public
 */
export function rbacOf(observed: Iterable<ObservedObject>): Rbac {
  const roles: RbacRole[] = [];
  const bindings: RbacBinding[] = [];
  for (const object of observed) {
    switch (object.kind) {
      case 'Role':
      case 'ClusterRole':
        roles.push(roleOf(object, object.kind));
        break;
      case 'RoleBinding':
      case 'ClusterRoleBinding':
        bindings.push(bindingOf(object, object.kind));
        break;
      default:
    }
  }
  return { roles, bindings };
}

function roleOf(object: ObservedObject, kind: RbacRole['kind']): RbacRole {
  const { namespace, name } = object;
  return (
    readable(() => readRole(stateObjectOf(object))) ?? {
      kind,
      namespace: kind === 'Role' ? namespace : '',
      name,
      labels: object.labels,
      rules: [],
      aggregates: [],
      unreadable: true,
    }
  );
}

function bindingOf(
  object: ObservedObject,
  kind: RbacBinding['kind'],
): RbacBinding {
  const { namespace, name } = object;
  return (
    readable(() => readBinding(stateObjectOf(object))) ?? {
      kind,
      namespace: kind === 'RoleBinding' ? namespace : '',
      name,
      role: { kind: '', name: '' },
      subjects: [],
      unreadable: true,
    }
  );
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ZodError) {
      return undefined;
    }
    throw error;
  }
}
