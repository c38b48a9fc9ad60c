import type { DecisionBasis } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';

/**
 * Writes down what was decided: these findings, of these entities. What had matched since
 * an earlier decision and was not covered is covered by this one, if it is in it.
 * @internal
 */
export async function coverFindings(
  tx: Knex,
  exceptionId: string,
  reaches: DecisionBasis['reaches'],
  now: string,
): Promise<void> {
  const rows = reaches.map(({ entityRef, findingId }) => ({
    exception_id: exceptionId,
    finding_id: findingId,
    entity_ref: entityRef,
    covered: true,
    since: now,
  }));
  await bulkInsert(tx, 'exception_findings', rows, {
    key: ['exception_id', 'finding_id', 'entity_ref'],
    then: {
      covered: 'excluded."covered"',
      // What only matched until now was not exempt: its clock ran.
      since:
        'case when exception_findings.covered then exception_findings.since else excluded."since" end',
    },
  });
}
