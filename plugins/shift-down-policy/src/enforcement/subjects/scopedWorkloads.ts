import type { ExceptionScope } from '@shift-down/plugin-shift-down-common';
import type { WitnessedWorkload } from '../types';

/** Those of the workloads that the scope is about, each once, sorted. */
export function scopedWorkloads(
  workloads: readonly WitnessedWorkload[],
  { namespace, workload }: ExceptionScope,
): WitnessedWorkload[] {
  const found = new Map<string, WitnessedWorkload>();
  for (const it of workloads) {
    const isInScope =
      (namespace === undefined || it.namespace === namespace) &&
      (workload === undefined ||
        (it.kind === workload.kind && it.name === workload.name));
    if (isInScope) {
      found.set(`${it.namespace}/${it.kind}/${it.name}`, {
        namespace: it.namespace,
        kind: it.kind,
        name: it.name,
      });
    }
  }
  return [...found.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, it]) => it);
}
