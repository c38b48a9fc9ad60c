import type { Knex } from 'knex';

/**
 * Notes of active exceptions that something fails under them, or would if the engine still
 * looked. Says no more than that, so it is no change of the exception.
 * @param before - those that were touched since then are left as they are
 * @internal
 */
export async function touchMatched(
  tx: Knex,
  now: Date,
  before: Date,
): Promise<void> {
  const at = now.toISOString();
  await tx('exceptions')
    .where('state', 'approved')
    .where('active_from', '<=', at)
    .where('active_until', '>', at)
    .where(either =>
      either
        .whereNull('last_matched_at')
        .orWhere('last_matched_at', '<', before.toISOString()),
    )
    .whereExists(
      tx('exception_findings as ef')
        .join('finding_entities as fe', join =>
          join
            .on('fe.finding_id', 'ef.finding_id')
            .andOn('fe.entity_ref', 'ef.entity_ref'),
        )
        .select(tx.raw('1'))
        .whereRaw('ef.exception_id = exceptions.id')
        .where('ef.covered', true)
        .whereIn('fe.result', ['fail', 'unknown']),
    )
    .update({ last_matched_at: at });
}
