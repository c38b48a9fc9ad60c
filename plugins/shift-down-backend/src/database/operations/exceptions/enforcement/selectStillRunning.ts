import type { Knex } from 'knex';
import type { RunningWorkload } from '../../../../exceptions/enforcement/types';
import type { EnforcementRow } from '../../../exceptionTables';

/** What was admitted under an exception, runs on, and would be refused now. @internal */
export async function selectStillRunning(
  knex: Knex,
  row: Pick<EnforcementRow, 'exception_id' | 'cluster_uid'>,
): Promise<RunningWorkload[]> {
  return await knex('exception_findings as f')
    .join('exceptions as e', 'e.id', 'f.exception_id')
    .join('occurrences as o', 'o.finding_id', 'f.finding_id')
    .join('subjects as s', 's.id', 'o.subject_id')
    .join('subject_entities as l', function linked() {
      this.on('l.subject_id', 's.id').andOn('l.entity_ref', 'e.entity_ref');
    })
    .where({
      'f.exception_id': row.exception_id,
      'f.covered': true,
      's.cluster_uid': row.cluster_uid,
    })
    // An engine that skipped it under the exception has not looked again yet.
    .whereIn('o.result', ['fail', 'unknown'])
    .where('s.pods_total', '>', 0)
    .distinct('s.namespace', 's.kind', 's.name')
    .orderBy(['s.namespace', 's.kind', 's.name']);
}
