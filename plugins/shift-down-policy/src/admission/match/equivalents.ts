/** In which versions the API server serves a resource, as far as that is known here. */
import type { GroupVersionResource } from '../../evaluation';

interface ServedVersion {
  group: string;
  version: string;
  /** First and last minor version of Kubernetes that serve it. */
  from?: number;
  until?: number;
}

/**
 * Groups whose stable resources have one version only in every Kubernetes that knows
 * admission policies. A resource that is still in alpha or beta may be served in several,
 * which an administrator decides: those are not known.
 */
const SINGLE_VERSION: Readonly<Record<string, readonly string[] | '*'>> = {
  '': '*',
  apps: '*',
  batch: '*',
  policy: '*',
  'rbac.authorization.k8s.io': '*',
  'networking.k8s.io': ['ingresses', 'ingressclasses', 'networkpolicies'],
  'scheduling.k8s.io': ['priorityclasses'],
  'node.k8s.io': ['runtimeclasses'],
  'coordination.k8s.io': ['leases'],
  'discovery.k8s.io': ['endpointslices'],
  'storage.k8s.io': [
    'csidrivers',
    'csinodes',
    'storageclasses',
    'volumeattachments',
  ],
  'apiextensions.k8s.io': '*',
  'apiregistration.k8s.io': '*',
  'certificates.k8s.io': ['certificatesigningrequests'],
  'admissionregistration.k8s.io': [
    'mutatingwebhookconfigurations',
    'validatingwebhookconfigurations',
  ],
};

const SEVERAL: Readonly<Record<string, readonly ServedVersion[]>> = {
  'horizontalpodautoscalers.autoscaling': [
    { group: 'autoscaling', version: 'v1' },
    { group: 'autoscaling', version: 'v2' },
  ],
  'events.': [
    { group: '', version: 'v1' },
    { group: 'events.k8s.io', version: 'v1' },
  ],
  'events.events.k8s.io': [
    { group: '', version: 'v1' },
    { group: 'events.k8s.io', version: 'v1' },
  ],
  ...flowControl('flowschemas'),
  ...flowControl('prioritylevelconfigurations'),
};

function flowControl(resource: string) {
  const group = 'flowcontrol.apiserver.k8s.io';
  return {
    [`${resource}.${group}`]: [
      { group, version: 'v1', from: 29 },
      { group, version: 'v1beta3', until: 31 },
      { group, version: 'v1beta2', until: 28 },
    ],
  };
}

/**
 * The other groups and versions under which a server of that minor version serves the same
 * resource; undefined if that is not known, as for custom resources.
 * @internal
 */
export function equivalentsOf(
  { group, version, resource }: GroupVersionResource,
  minorVersion: number,
): GroupVersionResource[] | undefined {
  const several = SEVERAL[`${resource}.${group}`];
  if (several) {
    return several
      .filter(
        served =>
          (served.from ?? 0) <= minorVersion &&
          minorVersion <= (served.until ?? Infinity) &&
          (served.group !== group || served.version !== version),
      )
      .map(served => ({
        group: served.group,
        version: served.version,
        resource,
      }));
  }
  const single = SINGLE_VERSION[group];
  return single === '*' || single?.includes(resource) ? [] : undefined;
}
