import type { Knex } from 'knex';
import type { RolloutItemRow, RolloutRow } from '../../../provisioningTables';

/** @internal */
export interface RolloutWork {
  rollout: RolloutRow;
  items: Pick<RolloutItemRow, 'namespace_id' | 'state'>[];
}

/**
 * Rollouts that go on, and those that do not and have proposed something, oldest first;
 * what would change in each namespace is not loaded.
 * @internal
 */
export async function loadRolloutWork(knex: Knex): Promise<RolloutWork[]> {
  const rollouts: RolloutRow[] = await knex('rollouts')
    .where('state', 'running')
    .orWhere(ended =>
      ended
        .whereIn('state', ['paused', 'stopped'])
        .whereIn(
          'id',
          knex('rollout_items').where('state', 'proposed').select('rollout_id'),
        ),
    )
    .orderBy(['created_at', 'id']);
  const work: RolloutWork[] = [];
  for (const rollout of rollouts) {
    work.push({ rollout, items: await loadRolloutItems(knex, rollout.id) });
  }
  return work;
}

/** @internal */
export async function loadRolloutItems(
  knex: Knex,
  rolloutId: string,
): Promise<RolloutWork['items']> {
  return await knex('rollout_items')
    .where({ rollout_id: rolloutId })
    .orderBy('namespace_id')
    .select('namespace_id', 'state');
}
