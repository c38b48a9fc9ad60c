import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/** Without these our own evaluation is of what was, not of what is. @internal */
export const EVALUATION_INPUTS: readonly SourceKind[] = [
  'Workload',
  'Namespace',
];

/**
 * Evaluation ceases to count together with what it is made of. Belongs into the
 * transaction in which that happens.
 * @internal
 */
export async function withdrawEvaluation(
  tx: Knex,
  clusterName: string,
  kind: SourceKind,
  now: string,
): Promise<void> {
  if (EVALUATION_INPUTS.includes(kind)) {
    await tx('sources')
      .where({ cluster_name: clusterName, kind: 'Evaluation' })
      .whereIn('state', ['fresh', 'stale'])
      .update({ state: 'failed', since: now, error: missingInput(kind) });
  }
}

/** @internal */
export function missingInput(kind: string): string {
  return `${kind} can't be read, and evaluation is made of it`;
}
