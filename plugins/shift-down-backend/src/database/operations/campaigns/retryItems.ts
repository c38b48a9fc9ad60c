import { CAMPAIGN_FAILURES } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';

/** Has what failed tried again. @internal */
export async function retryItems(
  tx: Knex,
  campaignId: string,
  now: string,
): Promise<void> {
  await tx('campaign_items')
    .where({ campaign_id: campaignId })
    .whereIn('state', [...CAMPAIGN_FAILURES])
    .update({ state: 'planned', reason: null, updated_at: now, next_at: now });
}
