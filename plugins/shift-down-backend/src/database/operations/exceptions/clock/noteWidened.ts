import type { Knex } from 'knex';
import { bulkInsert } from '../../../bulkInsert';
import { eachChunk } from '../../../inChunks';

/**
 * Writes down what an exception would reach and was not decided, and nothing else: it is
 * not covered, so not exempt.
 * @internal
 */
export async function noteWidened(
  tx: Knex,
  exceptionId: string,
  entityRef: string,
  findingIds: readonly string[],
  now: Date,
): Promise<void> {
  const noted = await selectNoted(tx, exceptionId);
  const gone = noted.filter(id => !findingIds.includes(id));
  await eachChunk(gone, chunk =>
    tx('exception_findings')
      .where({ exception_id: exceptionId, covered: false })
      .whereIn('finding_id', chunk)
      .delete(),
  );
  await bulkInsert(
    tx,
    'exception_findings',
    findingIds.map(finding_id => ({
      exception_id: exceptionId,
      finding_id,
      entity_ref: entityRef,
      covered: false,
      since: now.toISOString(),
    })),
    {
      key: ['exception_id', 'finding_id', 'entity_ref'],
      then: 'ignore',
    },
  );
}

/** What is written down as not covered, sorted. @internal */
export async function selectNoted(
  knex: Knex,
  exceptionId: string,
): Promise<string[]> {
  const rows: { finding_id: string }[] = await knex('exception_findings')
    .select('finding_id')
    .where({ exception_id: exceptionId, covered: false })
    .orderBy('finding_id');
  return rows.map(row => row.finding_id);
}
