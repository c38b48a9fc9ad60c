import type {
  Campaign,
  CampaignItem,
  CampaignOverview,
} from '@shift-down/plugin-shift-down-common/client';
import type { LoadedCampaign } from '../../database/operations/campaigns/loadCampaigns';

type Counts = CampaignOverview['counts'];

export function toCampaignOverview({
  campaign,
  items,
}: LoadedCampaign): CampaignOverview {
  return {
    id: campaign.id,
    ...(campaign.title !== null && { title: campaign.title }),
    image: campaign.image,
    from: JSON.parse(campaign.from_versions),
    to: campaign.to_version,
    state: campaign.state,
    ...(campaign.reason !== null && { reason: campaign.reason }),
    createdBy: campaign.created_by,
    createdAt: campaign.created_at,
    atOnce: campaign.at_once,
    stopAfterFailures: campaign.stop_after_failures,
    counts: countStates(items),
  };
}

export function toCampaign(loaded: LoadedCampaign): Campaign {
  const { items } = loaded;
  const owners = [...new Set(items.map(it => it.owner_ref))].sort((a, b) =>
    (a ?? '~').localeCompare(b ?? '~'),
  );
  return {
    ...toCampaignOverview(loaded),
    items: items.map(toItem),
    owners: owners.map(owner => ({
      ...(owner !== null && { ownerRef: owner }),
      counts: countStates(items.filter(it => it.owner_ref === owner)),
    })),
  };
}

function toItem(item: LoadedCampaign['items'][number]): CampaignItem {
  return {
    repositoryUrl: item.repository_url,
    entityRefs: item.entityRefs,
    ...(item.owner_ref !== null && { ownerRef: item.owner_ref }),
    state: item.state,
    changes: JSON.parse(item.changes),
    ...(item.pull_request_url !== null && {
      pullRequestUrl: item.pull_request_url,
    }),
    ...(item.reason !== null && { reason: item.reason }),
    updatedAt: item.updated_at,
  };
}

function countStates(items: readonly { state: string }[]): Counts {
  const counts: Counts = {};
  for (const { state } of items) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}
