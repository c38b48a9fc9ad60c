import type { Knex } from 'knex';
import type { RolloutItemRow } from '../../../provisioningTables';

/** Notes what became of an item, unless somebody has changed it meanwhile. @internal */
export async function updateRolloutItem(
  tx: Knex,
  item: Pick<RolloutItemRow, 'rollout_id' | 'namespace_id' | 'state'>,
  change: Pick<RolloutItemRow, 'state' | 'reason'>,
  now: string,
): Promise<void> {
  const { rollout_id, namespace_id, state } = item;
  await tx('rollout_items')
    .where({ rollout_id, namespace_id, state })
    .update({ ...change, updated_at: now });
}
