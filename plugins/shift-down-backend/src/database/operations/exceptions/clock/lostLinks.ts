/** What was decided for an entity and is confirmed to be its no more. */
import type { Knex } from 'knex';
import { eachChunk } from '../../../inChunks';

/**
 * Ids of findings that are covered, that are still seen, and at no workload that is
 * confirmed to be the entity's. A finding that is seen nowhere is mended, not lost: if it
 * comes back, it is the same.
 * @internal
 */
export async function selectLost(
  knex: Knex,
  exceptionId: string,
): Promise<string[]> {
  const rows: { finding_id: string }[] = await knex('exception_findings as ef')
    .select('ef.finding_id')
    .where('ef.exception_id', exceptionId)
    .where('ef.covered', true)
    .whereNotExists(
      knex('finding_entities as fe')
        .select(knex.raw('1'))
        .whereRaw('fe.finding_id = ef.finding_id')
        .whereRaw('fe.entity_ref = ef.entity_ref'),
    )
    .whereExists(
      knex('occurrences as o')
        .select(knex.raw('1'))
        .whereRaw('o.finding_id = ef.finding_id'),
    )
    .whereNotExists(
      knex('occurrences as o')
        .join('subject_entities as se', 'se.subject_id', 'o.subject_id')
        .select(knex.raw('1'))
        .whereRaw('o.finding_id = ef.finding_id')
        .whereRaw('se.entity_ref = ef.entity_ref'),
    )
    .orderBy('ef.finding_id');
  return rows.map(row => row.finding_id);
}

/** Should they come back, they have to be decided anew. @internal */
export async function forgetLost(
  tx: Knex,
  exceptionId: string,
  findingIds: readonly string[],
): Promise<void> {
  await eachChunk(findingIds, chunk =>
    tx('exception_findings')
      .where('exception_id', exceptionId)
      .whereIn('finding_id', chunk)
      .delete(),
  );
}
