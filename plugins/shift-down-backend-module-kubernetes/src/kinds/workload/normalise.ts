/** A root owner and what it owns, as one workload. */
import type {
  WorkloadContainer,
  WorkloadEvidence,
} from '@shift-down/plugin-shift-down-common';
import { parseImageReference } from '@shift-down/plugin-shift-down-policy';
import { toSubject, type ResourceReference } from '../../ownership';
import { keptAnnotations } from '../annotations';
import type { PodSpec } from './podSpec';
import type { ManifestOfWorkload } from './schema';
import { containersOf, specOf, templateOf } from './template';

type Pod = Extract<ManifestOfWorkload, { kind: 'Pod' }>;

/** Labels that controllers add to tell revisions apart; they change with each. */
const REVISION_LABELS = new Set([
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-generation',
  'pod-template-hash',
]);

const DIGEST = /@(sha256:[0-9a-f]{64})$/;

/**
 * @param root - The root owner, which may be of a kind that isn't collected.
 * @param members - Every collected object that belongs to it, itself included.
 * @internal
 */
export function normaliseWorkload(
  root: ResourceReference,
  members: ManifestOfWorkload[],
): WorkloadEvidence {
  const pods = members
    .filter((member): member is Pod => member.kind === 'Pod')
    .filter(pod => root.kind === 'Pod' || !isFinished(pod))
    .toSorted(newestFirst);
  const top = topMost(root, members);
  return {
    type: 'workload',
    object: toSubject(root),
    apiVersion: root.apiVersion,
    uid: root.uid,
    labels: labelsOf(top),
    containers: distinctContainers([
      ...(top ? [specOf(top)] : []),
      ...pods.map(specOf),
    ]).map(container => withRunningDigest(container, pods)),
    pods: {
      total: pods.filter(pod => !isFinished(pod)).length,
      ready: pods.filter(isReady).length,
    },
    fields: top ? prune(fieldsOf(top)) : {},
  };
}

/** The root itself if it was collected, else the nearest to it that was. */
function topMost(
  root: ResourceReference,
  members: ManifestOfWorkload[],
): ManifestOfWorkload | undefined {
  const rank = (member: ManifestOfWorkload) => {
    if (member.kind === root.kind && member.metadata.name === root.name) {
      return 0;
    }
    return ['Pod', 'ReplicaSet', 'Job'].indexOf(member.kind) < 0
      ? 1
      : 2 + Number(member.kind === 'Pod');
  };
  return members.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      newestFirst(a, b) ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  )[0];
}

function newestFirst(a: ManifestOfWorkload, b: ManifestOfWorkload): number {
  const [left, right] = [a, b].map(
    ({ metadata }) => `${metadata.creationTimestamp} ${metadata.name}`,
  );
  if (left === right) {
    return 0;
  }
  return left > right ? -1 : 1;
}

function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some(
      ({ type, status }) => type === 'Ready' && status === 'True',
    ) ?? false
  );
}

/** The owner's own labels win over those of its template. */
function labelsOf(top: ManifestOfWorkload | undefined): Record<string, string> {
  const labels = {
    ...(top && templateOf(top)?.metadata?.labels),
    ...top?.metadata.labels,
  };
  return withoutRevision(labels);
}

function withoutRevision(
  labels: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([label]) => !REVISION_LABELS.has(label)),
  );
}

/** Containers by name and type; Pods add what was injected into them. */
function distinctContainers(specs: PodSpec[]): WorkloadContainer[] {
  const containers = new Map<string, WorkloadContainer>();
  for (const { type, container } of specs.flatMap(containersOf)) {
    const { name, image } = container;
    const key = `${type}/${name}`;
    if (!containers.has(key)) {
      containers.set(key, { name, type, image, ...parseImageReference(image) });
    }
  }
  return [...containers.values()];
}

/** The digest that the newest Pod with the same image runs. */
function withRunningDigest(
  container: WorkloadContainer,
  pods: Pod[],
): WorkloadContainer {
  if (container.digest) {
    return container;
  }
  for (const pod of pods) {
    const { spec, status } = pod;
    const same = containersOf(spec).some(
      ({ container: { name, image } }) =>
        name === container.name && image === container.image,
    );
    const running = [
      ...(status?.containerStatuses ?? []),
      ...(status?.initContainerStatuses ?? []),
      ...(status?.ephemeralContainerStatuses ?? []),
    ].find(({ name }) => name === container.name);
    const digest = running && DIGEST.exec(running.imageID)?.[1];
    if (same && digest) {
      return { ...container, digest };
    }
  }
  return container;
}

/** In the manifest's own shape: a fix names the field to change, and evaluators read it. */
function fieldsOf(manifest: ManifestOfWorkload): Record<string, unknown> {
  const { apiVersion, kind, metadata } = manifest;
  const head = {
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      ...labelled({
        labels: metadata.labels,
        annotations: keptAnnotations(metadata.annotations),
      }),
    },
  };
  switch (manifest.kind) {
    case 'Pod':
      return { ...head, spec: manifest.spec };
    case 'CronJob': {
      const { jobTemplate, ...spec } = manifest.spec;
      return {
        ...head,
        spec: {
          ...spec,
          jobTemplate: {
            metadata: jobTemplate.metadata && labelled(jobTemplate.metadata),
            spec: {
              ...jobTemplate.spec,
              template: templateFields(jobTemplate.spec.template),
            },
          },
        },
      };
    }
    default: {
      const { template, ...spec } = manifest.spec;
      return {
        ...head,
        spec: { ...spec, template: template && templateFields(template) },
      };
    }
  }
}

type Template = Exclude<ReturnType<typeof templateOf>, undefined>;

function templateFields({ metadata, spec }: Template) {
  return {
    metadata: labelled(metadata ?? { labels: {}, annotations: {} }),
    spec,
  };
}

/** Maps that are empty are shown too: then there is nothing that was left out. */
function labelled({
  labels,
  annotations,
}: {
  labels: Record<string, string>;
  annotations: Record<string, string>;
}) {
  return { labels: withoutRevision(labels), annotations };
}

const MAPS = new Set([
  'annotations',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'requests',
]);

/** Leaves out what isn't set. In maps of labels and the like an empty text is set. */
function prune<T>(value: T, isMap = false): T {
  if (Array.isArray(value)) {
    return value.map(item => prune(item)) as T;
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([, part]) =>
          part !== undefined && part !== null && (part !== '' || isMap),
      )
      .map(([key, part]) => [key, prune(part, MAPS.has(key))]),
  ) as T;
}
