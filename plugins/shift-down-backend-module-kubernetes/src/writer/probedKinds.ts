/** Kinds whose creation is tried in dry runs, and nothing else is. */
import type { ClusterObjectReference } from '@shift-down/plugin-shift-down-node';
import { pathOf, type ObjectPath } from './objectPath';

/** Resources by version and kind. */
const PROBED: Record<string, Record<string, string>> = {
  v1: {
    Pod: 'pods',
    ReplicationController: 'replicationcontrollers',
    Service: 'services',
  },
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
