import type { Knex } from 'knex';
import type { CampaignItemRow, CampaignRow } from '../../campaignTables';

/** What is to be followed even while nothing more is opened. */
const FOLLOWED: CampaignRow['state'][] = ['running', 'paused', 'stopped'];

/** Campaigns that are not over, with all of their items. @internal */
export async function loadWork(
  knex: Knex,
): Promise<{ campaign: CampaignRow; items: CampaignItemRow[] }[]> {
  const campaigns: CampaignRow[] = await knex('campaigns')
    .whereIn('state', FOLLOWED)
    .orderBy('created_at');
  return await Promise.all(
    campaigns.map(async campaign => ({
      campaign,
      items: await knex<CampaignItemRow>('campaign_items')
        .where({ campaign_id: campaign.id })
        .orderBy('repository_url'),
    })),
  );
}
