import type { Knex } from 'knex';

/**
 * Orders that engines forget an exception, in the transaction of what ended it.
 * @internal
 */
export async function endEnforcements(
  tx: Knex,
  exceptionId: string,
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const wanted = () =>
    tx('enforcements').where({ exception_id: exceptionId, wanted: true });
  await wanted()
    .where('state', 'portal-only')
    .update({ wanted: false, ended_at: at });
  await wanted().whereNot('state', 'removed').update({
    wanted: false,
    state: 'removing',
    since: at,
    ended_at: at,
    next_at: at,
    attempts: 0,
    reason: '',
  });
}
