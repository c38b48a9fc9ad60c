import type { Knex } from 'knex';
import { selectReachedLinks, type ReachSubject } from '../reachedLinks';

/** Finding ids that fail and that the decision does not cover. @internal */
export async function selectWidened(
  knex: Knex,
  exceptionId: string,
  subject: ReachSubject,
): Promise<string[]> {
  const rows: { finding_id: string }[] = await selectReachedLinks(knex, subject)
    .select('fe.finding_id')
    // What is unknown now has not widened anything yet.
    .where('fe.result', 'fail')
    .whereNotExists(
      knex('exception_findings as ef')
        .select(knex.raw('1'))
        .where('ef.exception_id', exceptionId)
        .where('ef.covered', true)
        .whereRaw('ef.finding_id = fe.finding_id')
        .whereRaw('ef.entity_ref = fe.entity_ref'),
    )
    .orderBy('fe.finding_id');
  return rows.map(row => row.finding_id);
}
