/** Rows of campaigns, one type a table; see their migration for what they mean. */

/** @internal */
export interface CampaignRow {
  id: string;
  title: string | null;
  image: string;
  to_version: string;
  from_versions: string;
  state: 'planned' | 'running' | 'paused' | 'stopped' | 'done';
  reason: string | null;
  created_by: string;
  created_at: string;
  at_once: number;
  stop_after_failures: number;
}

/** @internal */
export interface CampaignItemRow {
  campaign_id: string;
  repository_url: string;
  state:
    | 'planned'
    | 'open'
    | 'pushed'
    | 'merged'
    | 'closed'
    | 'unchanged'
    | 'conflict'
    | 'failed'
    | 'skipped';
  folders: string;
  changes: string;
  pull_request_url: string | null;
  reason: string | null;
  owner_ref: string | null;
  updated_at: string;
  next_at: string;
}

/** @internal */
export interface CampaignEntityRow {
  campaign_id: string;
  repository_url: string;
  entity_ref: string;
}
