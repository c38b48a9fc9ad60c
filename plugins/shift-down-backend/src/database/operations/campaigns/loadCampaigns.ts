import type { Knex } from 'knex';
import type {
  CampaignEntityRow,
  CampaignItemRow,
  CampaignRow,
} from '../../campaignTables';
import { inChunks } from '../../inChunks';
import { applyReadable, type Readable } from '../serve/readScope';

/** A campaign with what of it may be read. @internal */
export interface LoadedCampaign {
  campaign: CampaignRow;
  items: (CampaignItemRow & { entityRefs: string[] })[];
}

/**
 * @param filter - one campaign, or else the newest
 * @internal
 */
export async function loadCampaigns(
  knex: Knex,
  filter: { id: string } | { newest: number },
  readable: Readable,
): Promise<LoadedCampaign[]> {
  const query = knex('campaigns').orderBy([
    { column: 'created_at', order: 'desc' },
    { column: 'id' },
  ]);
  const campaigns: CampaignRow[] = await ('id' in filter
    ? query.where({ id: filter.id })
    : query.limit(filter.newest));
  const ids = campaigns.map(({ id }) => id);
  const entities = await inChunks<string, CampaignEntityRow>(ids, chunk =>
    applyReadable(
      knex('campaign_entities')
        .whereIn('campaign_id', chunk)
        .orderBy('entity_ref'),
      readable,
      'entity_ref',
    ),
  );
  const refs = new Map<string, string[]>();
  for (const { campaign_id, repository_url, entity_ref } of entities) {
    const key = `${campaign_id} ${repository_url}`;
    refs.set(key, [...(refs.get(key) ?? []), entity_ref]);
  }
  const items = await inChunks<string, CampaignItemRow>(ids, chunk =>
    knex('campaign_items')
      .whereIn('campaign_id', chunk)
      .orderBy('repository_url'),
  );
  const visible = items.flatMap(item => {
    const entityRefs = refs.get(`${item.campaign_id} ${item.repository_url}`);
    return entityRefs ? [{ ...item, entityRefs }] : [];
  });
  return campaigns.map(campaign => ({
    campaign,
    items: visible.filter(it => it.campaign_id === campaign.id),
  }));
}
