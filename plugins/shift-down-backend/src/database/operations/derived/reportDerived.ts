import type { DerivedKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { SourceRow } from '../../tables';
import { reportSource } from '../collection/reportSource';
import { DERIVED_INPUTS, missingInput } from '../collection/withdrawDerived';

interface DerivedSource {
  clusterName: string;
  clusterUid: string;
  kind: DerivedKind;
  staleAfterSeconds: number;
}

/**
 * Notes that all of a derived kind was made as its inputs were at a moment. It is no newer
 * than they are: when one becomes stale, so does this, and while one is not fresh neither
 * is this.
 *
 * @param madeAt - ISO 8601; when the last change was taken in.
 * @internal
 */
export async function reportDerived(
  tx: Knex,
  source: DerivedSource,
  {
    madeAt,
    now,
    warnings,
  }: { madeAt: string; now: string; warnings: string[] },
): Promise<'changed' | 'unchanged'> {
  const kinds = DERIVED_INPUTS[source.kind];
  const inputs: SourceRow[] = await tx('sources')
    .where('cluster_name', source.clusterName)
    .whereIn('kind', kinds);
  if (
    inputs.length < kinds.length ||
    inputs.some(it => it.state === 'stale' || !it.last_success_at)
  ) {
    return 'unchanged';
  }
  const failed = inputs.find(it => it.state !== 'fresh');
  if (failed) {
    return await reportSource(
      tx,
      source,
      { state: 'failed', error: missingInput(failed.kind) },
      now,
    );
  }
  const moments = [madeAt, ...inputs.map(it => it.last_success_at ?? '')];
  return await reportSource(
    tx,
    source,
    { state: 'fresh', warnings },
    now,
    moments.sort()[0],
  );
}
