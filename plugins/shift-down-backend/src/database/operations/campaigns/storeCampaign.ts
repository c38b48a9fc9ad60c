import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type {
  CampaignEntityRow,
  CampaignItemRow,
  CampaignRow,
} from '../../campaignTables';

/** Stores a campaign as it was planned. @internal */
export async function storeCampaign(
  tx: Knex,
  plan: {
    campaign: CampaignRow;
    items: CampaignItemRow[];
    entities: CampaignEntityRow[];
  },
): Promise<void> {
  await tx('campaigns').insert(plan.campaign);
  await bulkInsert(tx, 'campaign_items', plan.items);
  await bulkInsert(tx, 'campaign_entities', plan.entities);
}
