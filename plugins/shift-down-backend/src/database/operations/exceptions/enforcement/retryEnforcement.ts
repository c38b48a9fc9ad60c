import type { Knex } from 'knex';

/** What is tried at once, and written anew if somebody changed it. */
const WANTED_STATES = ['pending', 'applied', 'drifted', 'failed'];

/**
 * Has an enforcement done at once because somebody who decides asks for it: what others
 * changed is written anew, a pull request that was closed is opened again.
 * @returns Whether there is such a one.
 * @internal
 */
export async function retryEnforcement(
  tx: Knex,
  request: { exceptionId: string; enforcementId: string; now: Date },
): Promise<boolean> {
  const { enforcementId, exceptionId, now } = request;
  const at = now.toISOString();
  const one = () =>
    tx('enforcements').where({ id: enforcementId, exception_id: exceptionId });
  const again = await one()
    .where({ wanted: true })
    .whereIn('state', WANTED_STATES)
    .update({
      state: 'pending',
      since: at,
      next_at: at,
      attempts: 0,
      pull_request_url: null,
      reason: '',
    });
  const ending = await one()
    .where({ wanted: false })
    .whereIn('state', ['removing', 'overstaying'])
    .update({ next_at: at, attempts: 0 });
  return again + ending > 0;
}
