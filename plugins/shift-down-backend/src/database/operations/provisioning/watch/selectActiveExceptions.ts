import type { Knex } from 'knex';
import { inChunks } from '../../../inChunks';

/**
 * By id of the finding, an exception that is active now and was decided to cover it; of
 * several the one that lasts longest. By the clock: one that was approved and is over, is
 * revoked or has yet to begin is none.
 * @internal
 */
export async function selectActiveExceptions(
  knex: Knex,
  findingIds: readonly string[],
  now: string,
): Promise<Map<string, string>> {
  const rows = await inChunks<string, { finding_id: string; id: string }>(
    findingIds,
    chunk =>
      knex('exception_findings as reached')
        .join('exceptions as ex', 'ex.id', 'reached.exception_id')
        .whereIn('reached.finding_id', chunk)
        .where('reached.covered', true)
        .where('reached.since', '<=', now)
        .where('ex.state', 'approved')
        .where('ex.active_from', '<=', now)
        .where('ex.active_until', '>', now)
        .orderBy(['ex.active_until', { column: 'ex.id', order: 'desc' }])
        .select('reached.finding_id', 'ex.id'),
  );
  return new Map(rows.map(row => [row.finding_id, row.id]));
}
