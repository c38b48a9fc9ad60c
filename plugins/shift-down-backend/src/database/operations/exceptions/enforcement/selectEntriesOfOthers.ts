import type {
  GuardrailEntry,
  PlannedEnforcement,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { EnforcementRow } from '../../../exceptionTables';

/**
 * What other exceptions have, or are about to have, in the same object now. One that has
 * ended is left out at once; one that was never written waits for its own turn.
 * @internal
 */
export async function selectEntriesOfOthers(
  knex: Knex,
  row: Pick<EnforcementRow, 'id' | 'cluster_uid' | 'object_key'>,
  now: Date,
): Promise<GuardrailEntry[]> {
  const at = now.toISOString();
  const others: Pick<EnforcementRow, 'plan'>[] = await knex('enforcements as n')
    .join('exceptions as e', 'e.id', 'n.exception_id')
    .where({
      'n.cluster_uid': row.cluster_uid,
      'n.object_key': row.object_key,
      'n.delivery': 'cluster',
      'n.wanted': true,
      'e.state': 'approved',
    })
    .whereNot('n.id', row.id)
    .whereNotNull('n.object_hash')
    .where('e.active_from', '<=', at)
    .where('e.active_until', '>', at)
    .orderBy('n.exception_id')
    .select('n.plan');
  return others.flatMap(
    ({ plan }) => (JSON.parse(plan) as PlannedEnforcement).entries ?? [],
  );
}
