import type { StoredExemption } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';

/**
 * Decided, whether or not it still holds. A glass that was broken and never reviewed is
 * none of them: nobody else approved that time.
 */
const DECIDED = ['approved', 'revoked', 'withdrawn'];

/**
 * The times for which findings of an entity were, are or will be exempt. What widened
 * later counts from when it was covered, and not at all until then.
 * @internal
 */
export async function loadExemptions(
  knex: Knex,
  entityRef: string,
): Promise<StoredExemption[]> {
  const rows: {
    finding_id: string;
    since: string;
    active_from: string;
    active_until: string;
  }[] = await knex('exception_findings as reached')
    .join('exceptions as exception', 'exception.id', 'reached.exception_id')
    .where('reached.entity_ref', entityRef)
    .where('reached.covered', true)
    .whereIn('exception.state', DECIDED)
    .whereNotNull('exception.active_from')
    .whereNotNull('exception.active_until')
    .select(
      'reached.finding_id',
      'reached.since',
      'exception.active_from',
      'exception.active_until',
    )
    .orderBy(['reached.finding_id', 'exception.active_from', 'exception.id']);
  return rows.map(row => ({
    findingId: row.finding_id,
    from: row.since > row.active_from ? row.since : row.active_from,
    until: row.active_until,
  }));
}
