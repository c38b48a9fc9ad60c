import type { Knex } from 'knex';
import { eachChunk } from '../../inChunks';
import { transact } from '../../transact';

const DAY = 24 * 60 * 60 * 1000;
const KEEP_DAYS = { hour: 7, day: 365, resolvedFindings: 90 };
const FINDINGS_PER_TRANSACTION = 500;

/**
 * Forgets hourly history after a week, daily history after a year, and findings
 * three months after they were resolved. What entities were like before their
 * controls changed is kept for as long as the entity is.
 * @internal
 */
export async function prune(knex: Knex, now: Date): Promise<void> {
  const daysAgo = (days: number) =>
    new Date(now.getTime() - days * DAY).toISOString();
  for (const resolution of ['hour', 'day'] as const) {
    await knex('posture_history')
      .where({ resolution })
      .where('bucket', '<', daysAgo(KEEP_DAYS[resolution]))
      .delete();
  }

  const resolved: { id: string }[] = await knex('findings')
    .where('resolved_at', '<', daysAgo(KEEP_DAYS.resolvedFindings))
    .select('id');
  await eachChunk(
    resolved.map(row => row.id),
    chunk => transact(knex, tx => deleteResolved(tx, chunk)),
    FINDINGS_PER_TRANSACTION,
  );
}

/** A finding that came back in the meantime is left alone. */
async function deleteResolved(tx: Knex, ids: string[]): Promise<void> {
  const locked: { id: string }[] = await tx('findings')
    .whereIn('id', ids)
    .whereNotNull('resolved_at')
    .orderBy('id')
    .select('id')
    .forUpdate();
  const stillResolved = locked.map(row => row.id);
  await tx('finding_entities').whereIn('finding_id', stillResolved).delete();
  await tx('findings').whereIn('id', stillResolved).delete();
}
