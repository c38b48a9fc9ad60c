import type { RolloutItemState } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/** Has what is in one of the states tried again. @internal */
export async function retryRolloutItems(
  tx: Knex,
  rolloutId: string,
  states: readonly RolloutItemState[],
  now: string,
): Promise<void> {
  await tx('rollout_items')
    .where({ rollout_id: rolloutId })
    .whereIn('state', [...states])
    .update({ state: 'planned', reason: null, updated_at: now });
}
