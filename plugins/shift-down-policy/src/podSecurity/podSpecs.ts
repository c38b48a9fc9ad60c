/** Where the nine kinds that bear Pods keep the Pod's specification. */
import type {
  FieldPath,
  JsonObject,
  JsonValue,
  KubernetesObject,
} from '../evaluation';

/** A Pod specification inside an object. @public */
export interface PodSpecLocation {
  /** Where it stands, such as `['spec', 'template', 'spec']`. */
  path: FieldPath;
  spec: JsonObject;
  /** The metadata that the Pods get; empty where there is none. */
  metadata: JsonObject;
  metadataPath: FieldPath;
}

const TEMPLATE = ['spec', 'template'] as const;

/** By API group and kind: the field that has `metadata` and `spec` of the Pods. */
const TEMPLATES: Record<string, Record<string, FieldPath>> = {
  '': {
    Pod: [],
    PodTemplate: ['template'],
    ReplicationController: TEMPLATE,
  },
  apps: {
    DaemonSet: TEMPLATE,
    Deployment: TEMPLATE,
    ReplicaSet: TEMPLATE,
    StatefulSet: TEMPLATE,
  },
  batch: {
    CronJob: ['spec', 'jobTemplate', ...TEMPLATE],
    Job: TEMPLATE,
  },
  // Where three of them were until Kubernetes 1.16.
  extensions: {
    DaemonSet: TEMPLATE,
    Deployment: TEMPLATE,
    ReplicaSet: TEMPLATE,
  },
};

/**
 * The field of an object that has `metadata` and `spec` of its Pods: empty for a Pod
 * itself, undefined for a kind that bears none.
 * @public
 */
export function podTemplatePath(
  object: KubernetesObject,
): FieldPath | undefined {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const kinds = Object.hasOwn(TEMPLATES, group) ? TEMPLATES[group] : undefined;
  return kinds && Object.hasOwn(kinds, object.kind)
    ? kinds[object.kind]
    : undefined;
}

/**
 * What an object makes its Pods of: the map that has their `metadata` and `spec`.
 * @internal
 */
export function podTemplateOf(
  object: KubernetesObject,
): { path: FieldPath; template: JsonObject } | undefined {
  const path = podTemplatePath(object);
  const template = path?.reduce<JsonValue | undefined>(
    (value, key) => fieldsOf(value)?.[key],
    object,
  );
  const fields = fieldsOf(template);
  return path && fields ? { path, template: fields } : undefined;
}

/**
 * The Pod specifications in an object: one for a Pod, PodTemplate, ReplicationController,
 * ReplicaSet, Deployment, StatefulSet, DaemonSet, Job or CronJob; none for other kinds and
 * where the specification is missing or no map.
 * @public
 */
export function podSpecsOf(object: KubernetesObject): PodSpecLocation[] {
  const found = podTemplateOf(object);
  const spec = fieldsOf(found?.template.spec);
  return found && spec
    ? [
        {
          path: [...found.path, 'spec'],
          spec,
          metadata: fieldsOf(found.template.metadata) ?? {},
          metadataPath: [...found.path, 'metadata'],
        },
      ]
    : [];
}

function fieldsOf(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : undefined;
}
