import type { Knex } from 'knex';
import { bulkInsert } from '../../../bulkInsert';
import type { RolloutItemRow, RolloutRow } from '../../../provisioningTables';

/** Stores a rollout as it was planned. @internal */
export async function storeRollout(
  tx: Knex,
  rollout: RolloutRow,
  items: RolloutItemRow[],
): Promise<void> {
  await tx('rollouts').insert(rollout);
  await bulkInsert(tx, 'rollout_items', items);
}
