import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import type { RunningSubject } from '../../database/operations/serve/loadWorkloads';
import { oneOf } from './oneOf';

const LABEL_ENFORCE = 'pod-security.kubernetes.io/enforce';

const CONTAINER_TYPES = ['init', 'main', 'ephemeral'] as const;

export function toWorkload(
  { subject, containers, namespaceLabels }: RunningSubject,
  clusterNames: Map<string, string>,
): Posture['workloads'][number] {
  return {
    cluster: clusterNames.get(subject.cluster_uid) ?? subject.cluster_uid,
    namespace: subject.namespace,
    kind: subject.kind,
    name: subject.name,
    podSecurityEnforce: namespaceLabels[LABEL_ENFORCE],
    pods: { total: subject.pods_total, ready: subject.pods_ready },
    containers: containers.map(container => ({
      name: container.name,
      type: oneOf(CONTAINER_TYPES, container.type, 'main'),
      image: container.image,
      digest: container.digest ?? undefined,
    })),
  };
}
