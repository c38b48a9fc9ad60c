import type { Knex } from 'knex';
import type { CampaignItemRow } from '../../campaignTables';

/**
 * Notes what became of an item, unless somebody has changed it meanwhile.
 * @internal
 */
export async function updateItem(
  tx: Knex,
  item: CampaignItemRow,
  change: Partial<
    Pick<
      CampaignItemRow,
      'state' | 'changes' | 'pull_request_url' | 'reason' | 'next_at'
    >
  >,
  now: string,
): Promise<void> {
  const { campaign_id, repository_url, state } = item;
  const isNew = change.state !== undefined && change.state !== state;
  await tx('campaign_items')
    .where({ campaign_id, repository_url, state })
    .update({ ...change, ...(isNew && { updated_at: now }) });
}
