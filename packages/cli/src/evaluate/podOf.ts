/** The Pod that a controller would ask the API server for, which policies may refuse later. */
import {
  podSpecsOf,
  WITHHELD,
  type FieldPath,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';

export interface ControlledPod {
  pod: KubernetesObject;
  /** Where in the controller a field of the Pod is written. */
  fieldOf(field: FieldPath): FieldPath;
}

/** What stands between some controllers and their Pods. */
const IN_BETWEEN: Readonly<Record<string, [string, string]>> = {
  Deployment: ['apps/v1', 'ReplicaSet'],
  CronJob: ['batch/v1', 'Job'],
};

/** Undefined for a Pod itself, for a PodTemplate, and for what bears no Pods. */
export function podOf(object: KubernetesObject): ControlledPod | undefined {
  const [found] = podSpecsOf(object);
  if (!found || object.kind === 'Pod' || object.kind === 'PodTemplate') {
    return undefined;
  }
  const { spec, path, metadata, metadataPath } = found;
  const { name, namespace } = (object.metadata ?? {}) as {
    name?: string;
    namespace?: string;
  };
  const [apiVersion, kind] = IN_BETWEEN[object.kind] ?? [
    object.apiVersion,
    object.kind,
  ];
  return {
    pod: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...metadata,
        generateName: `${name ?? object.kind.toLowerCase()}-`,
        ...(namespace !== undefined && { namespace }),
        ownerReferences: [
          { apiVersion, kind, name: WITHHELD, uid: WITHHELD, controller: true },
        ],
      },
      spec,
    },
    fieldOf([root, ...rest]) {
      switch (root) {
        case 'spec':
          return [...path, ...rest];
        case 'metadata':
          return [...metadataPath, ...rest];
        default:
          return [];
      }
    },
  };
}
