/** From the objects of one namespace, and of its cluster, to its state. */
import { ZodError } from 'zod';
import type { RbacBinding, RbacRole } from '../trust/types';
import {
  readBinding,
  readLimitRange,
  readMetadata,
  readNetworkPolicy,
  readResourceQuota,
  readRole,
  readService,
  readServiceAccount,
  readWorkload,
  stateKindOf,
} from './readers';
import type {
  Incomplete,
  NamespaceState,
  NamespaceStateKind,
  NamespaceStateObject,
} from './types';

/**
 * Makes the state of a namespace of its objects and of the cluster's roles and bindings.
 * Objects of kinds that don't matter are passed over. One that has another form than the
 * API's counts as a gap in its kind, so that nothing passes for want of it.
 *
 * @param name - Of the namespace that all of the objects in one are in.
 * @public
 */
export function namespaceStateOf(
  name: string,
  objects: readonly NamespaceStateObject[],
  incomplete: Incomplete = {},
): NamespaceState {
  const roles: RbacRole[] = [];
  const bindings: RbacBinding[] = [];
  const state: NamespaceState = {
    name,
    workloads: [],
    networkPolicies: [],
    resourceQuotas: [],
    limitRanges: [],
    serviceAccounts: [],
    services: [],
    rbac: { roles, bindings },
    incomplete: { ...incomplete },
  };
  for (const source of objects) {
    const kind = stateKindOf(source);
    if (!kind) {
      continue;
    }
    try {
      add(kind, source);
    } catch (error) {
      if (!(error instanceof ZodError)) {
        throw error;
      }
      state.incomplete[kind] ??= problemOf(source, error);
    }
  }
  return state;

  function add(kind: NamespaceStateKind, source: NamespaceStateObject) {
    const { object } = source;
    const metadata = readMetadata(source);
    switch (kind) {
      case 'Namespace':
        state.labels = metadata.labels;
        break;
      case 'Workload':
        state.workloads.push(readWorkload(source, name));
        break;
      case 'NetworkPolicy':
        state.networkPolicies.push(readNetworkPolicy(object, metadata.name));
        break;
      case 'ResourceQuota':
        state.resourceQuotas.push(readResourceQuota(object, metadata.name));
        break;
      case 'LimitRange':
        state.limitRanges.push(readLimitRange(object, metadata.name));
        break;
      case 'ServiceAccount':
        state.serviceAccounts.push(
          readServiceAccount(object, metadata.name, metadata.annotations),
        );
        break;
      case 'Service':
        state.services.push(readService(object, metadata.name));
        break;
      case 'Role':
      case 'ClusterRole':
        roles.push(readOnce(source, readRole));
        break;
      default:
        bindings.push(readOnce(source, readBinding));
    }
  }
}

const read = new WeakMap<NamespaceStateObject, RbacRole | RbacBinding>();

/** Those of the cluster come with every namespace. */
function readOnce<T extends RbacRole | RbacBinding>(
  source: NamespaceStateObject,
  reader: (source: NamespaceStateObject) => T,
): T {
  const known = read.get(source) as T | undefined;
  if (known) {
    return known;
  }
  const value = reader(source);
  read.set(source, value);
  return value;
}

function problemOf({ object }: NamespaceStateObject, error: ZodError): string {
  const [issue] = error.issues;
  const name = nameOf(object.metadata);
  return `${object.kind} ${name} could not be read: ${
    issue.path.join('.') || 'metadata'
  } is not as the API has it`;
}

function nameOf(metadata: unknown): string {
  return typeof metadata === 'object' &&
    metadata !== null &&
    'name' in metadata &&
    typeof metadata.name === 'string'
    ? metadata.name
    : 'without a name';
}
