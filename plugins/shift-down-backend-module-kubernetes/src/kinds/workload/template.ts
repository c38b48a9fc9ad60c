/** Where the specification of Pods is, in each kind of workload object. */
import type { WorkloadContainer } from '@shift-down/plugin-shift-down-common';
import { podSpecSchema, type PodSpec } from './podSpec';
import type { ManifestOfWorkload } from './schema';

/** @internal */
export function templateOf(manifest: ManifestOfWorkload) {
  switch (manifest.kind) {
    case 'Pod':
      return { metadata: undefined, spec: manifest.spec };
    case 'CronJob':
      return manifest.spec.jobTemplate.spec.template;
    default:
      return manifest.spec.template;
  }
}

const NO_CONTAINERS = podSpecSchema.parse({ containers: [] });

/** @internal */
export function specOf(manifest: ManifestOfWorkload): PodSpec {
  return templateOf(manifest)?.spec ?? NO_CONTAINERS;
}

/** @internal */
export function containersOf(spec: PodSpec): {
  type: WorkloadContainer['type'];
  container: PodSpec['containers'][number];
}[] {
  const lists = {
    init: spec.initContainers,
    main: spec.containers,
    ephemeral: spec.ephemeralContainers,
  };
  return (['init', 'main', 'ephemeral'] as const).flatMap(type =>
    (lists[type] ?? []).map(container => ({ type, container })),
  );
}
