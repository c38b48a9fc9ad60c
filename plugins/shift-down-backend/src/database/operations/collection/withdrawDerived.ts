import type {
  DerivedKind,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/** Without these, what we make of them ourselves is of what was, not of what is. @internal */
export const DERIVED_INPUTS: Record<DerivedKind, readonly SourceKind[]> = {
  Evaluation: ['Workload', 'Namespace'],
  Registry: ['Workload'],
  Upload: ['Workload'],
  Baseline: ['Namespace'],
};

/**
 * What is made of others ceases to count together with them. Belongs into the transaction
 * in which that happens.
 * @internal
 */
export async function withdrawDerived(
  tx: Knex,
  clusterName: string,
  kind: SourceKind,
  now: string,
): Promise<void> {
  const derived = Object.entries(DERIVED_INPUTS)
    .filter(([, inputs]) => inputs.includes(kind))
    .map(([it]) => it);
  if (derived.length > 0) {
    await tx('sources')
      .where({ cluster_name: clusterName })
      .whereIn('kind', derived)
      .whereIn('state', ['fresh', 'stale'])
      .update({
        state: 'failed',
        since: now,
        error: missingInput(kind),
      });
  }
}

/** @internal */
export function missingInput(kind: string): string {
  return `${kind} can't be read, and this is made of it`;
}
