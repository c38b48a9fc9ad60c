/** A small baseline: one of each kind that drift is about. */
import {
  ANNOTATION_PROVISIONING,
  LABEL_BASELINE,
  LABEL_BASELINE_STATE,
} from '@shift-down/plugin-shift-down-common';
import type {
  BaselineManifest,
  PlannedObject,
} from '@shift-down/plugin-shift-down-policy';

const RBAC = 'rbac.authorization.k8s.io';

/** @internal */
export function plannedObjects(
  namespace: string,
  id: string,
  version = '1.0.0',
): PlannedObject[] {
  const metadata = (name: string) => ({ name, namespace });
  const manifests: Record<string, BaselineManifest> = {
    namespace: namespaceManifest(namespace, { id, version }),
    'default-deny': {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: metadata('default-deny'),
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    },
    quota: {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: metadata('quota'),
      spec: { hard: { pods: version === '1.0.0' ? '10' : '20' } },
    },
    limits: {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadata('limits'),
      spec: { limits: [{ type: 'Container', default: { cpu: '500m' } }] },
    },
    'workload-account': {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: metadata('workload'),
      automountServiceAccountToken: false,
    },
    'role-developer': {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: metadata('developer'),
      roleRef: {
        apiGroup: RBAC,
        kind: 'ClusterRole',
        name: 'shift-down-namespace-developer',
      },
      subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'team-a' }],
    },
  };
  return Object.entries(manifests).map(([objectId, manifest]) => ({
    id: objectId,
    title: objectId,
    controls: [],
    madeByCluster: false,
    manifest,
  }));
}

/** @internal */
export function namespaceManifest(
  name: string,
  { id, version = '1.0.0' }: { id: string; version?: string },
  labels: Record<string, string> = {},
): BaselineManifest {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.36',
        [LABEL_BASELINE]: version,
        [LABEL_BASELINE_STATE]: 'complete',
        ...labels,
      },
      annotations: { [ANNOTATION_PROVISIONING]: id },
    },
  };
}
