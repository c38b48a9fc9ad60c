/** The objects that are written, and nothing else is. */
import { InputError } from '@backstage/errors';
import type { ClusterObjectReference } from '@shift-down/plugin-shift-down-node';

/** @internal */
export interface ExceptionKind {
  group: string;
  kind: string;
  resource: string;
  namespaced: boolean;
}

/** @internal */
export const EXCEPTION_KINDS: readonly ExceptionKind[] = [
  {
    group: 'kyverno.io',
    kind: 'PolicyException',
    resource: 'policyexceptions',
    namespaced: true,
  },
  {
    group: 'policies.kyverno.io',
    kind: 'PolicyException',
    resource: 'policyexceptions',
    namespaced: true,
  },
  {
    group: 'guardrails.shift-down.io',
    kind: 'GuardrailExceptions',
    resource: 'guardrailexceptions',
    namespaced: false,
  },
];

/** Where an object lies on the API server. @internal */
export interface ObjectPath {
  collection: string;
  object: string;
  group: string;
  resource: string;
  /** Unset where it lies in none. */
  namespace?: string;
}

/**
 * @throws InputError for anything that is no exception, or lies elsewhere.
 * @internal
 */
export function exceptionPath(
  { apiVersion, kind, namespace, name }: ClusterObjectReference,
  exceptionNamespace: string,
): ObjectPath {
  const [group, version] = apiVersion.split('/');
  const known = EXCEPTION_KINDS.find(
    candidate => candidate.group === group && candidate.kind === kind,
  );
  if (!known || !/^v\d+((alpha|beta)\d+)?$/.test(version ?? '')) {
    throw new InputError(
      `${kind} of ${apiVersion} is no exception; the enforcer writes nothing else.`,
    );
  }
  if (namespace !== (known.namespaced ? exceptionNamespace : '')) {
    throw new InputError(
      known.namespaced
        ? `Exceptions are written to the namespace ${exceptionNamespace}, not to "${namespace}".`
        : `${kind} lies in no namespace.`,
    );
  }
  return pathOf({ ...known, version, namespace, name });
}

/** Kinds whose creation is tried, with the resources that they are. */
const PROBED: Record<string, Record<string, string>> = {
  v1: { Pod: 'pods', ReplicationController: 'replicationcontrollers' },
  'apps/v1': {
    Deployment: 'deployments',
    ReplicaSet: 'replicasets',
    StatefulSet: 'statefulsets',
    DaemonSet: 'daemonsets',
  },
  'batch/v1': { Job: 'jobs', CronJob: 'cronjobs' },
};

/** `undefined` for what is never tried. @internal */
export function probePath({
  apiVersion,
  kind,
  namespace,
  name,
}: ClusterObjectReference): ObjectPath | undefined {
  const resource = PROBED[apiVersion]?.[kind];
  if (resource === undefined || namespace === '') {
    return undefined;
  }
  const [version, group = ''] = apiVersion.split('/').reverse();
  return pathOf({ group, version, resource, namespace, name });
}

function pathOf(of: {
  group: string;
  version: string;
  resource: string;
  namespace: string;
  name: string;
}): ObjectPath {
  const root =
    of.group === '' ? `/api/${of.version}` : `/apis/${of.group}/${of.version}`;
  const within =
    of.namespace === ''
      ? ''
      : `/namespaces/${encodeURIComponent(of.namespace)}`;
  const collection = `${root}${within}/${of.resource}`;
  return {
    collection,
    object: `${collection}/${encodeURIComponent(of.name)}`,
    group: of.group,
    resource: of.resource,
    namespace: of.namespace || undefined,
  };
}
