import type { Knex } from 'knex';
import type { CampaignRow } from '../../campaignTables';

/**
 * Moves a campaign from one state to another.
 * @returns Whether it still was in the state that it was to leave.
 * @internal
 */
export async function changeCampaignState(
  tx: Knex,
  id: string,
  from: CampaignRow['state'],
  to: CampaignRow['state'],
  reason: string | null,
): Promise<boolean> {
  const changed = await tx('campaigns')
    .where({ id, state: from })
    .update({ state: to, reason });
  return changed > 0;
}
