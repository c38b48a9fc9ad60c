import type { Knex } from 'knex';

/**
 * Ids of approved exceptions that have not ended, whose entities were assessed since then
 * or are not assessed any more.
 * @param since - unset: of all entities
 * @internal
 */
export async function selectToExamine(
  knex: Knex,
  now: Date,
  since?: Date,
): Promise<string[]> {
  const query = knex('exceptions as e')
    .select('e.id')
    .where('e.state', 'approved')
    .where('e.active_until', '>', now.toISOString())
    .orderBy('e.id');
  if (since) {
    query
      .leftJoin('postures as p', 'p.entity_ref', 'e.entity_ref')
      .where(either =>
        either
          .where('p.assessed_at', '>=', since.toISOString())
          .orWhereNull('p.entity_ref'),
      );
  }
  const rows: { id: string }[] = await query;
  return rows.map(row => row.id);
}
