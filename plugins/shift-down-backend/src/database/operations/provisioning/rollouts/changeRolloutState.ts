import type { Knex } from 'knex';
import type { RolloutRow } from '../../../provisioningTables';

/**
 * Moves a rollout from one state to another.
 * @returns whether it still was in the state that it was to leave.
 * @internal
 */
export async function changeRolloutState(
  tx: Knex,
  { id, state }: Pick<RolloutRow, 'id' | 'state'>,
  to: RolloutRow['state'],
  reason: string | null,
): Promise<boolean> {
  const changed = await tx('rollouts')
    .where({ id, state })
    .update({ state: to, reason });
  return changed > 0;
}
