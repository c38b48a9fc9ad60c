import type { Knex } from 'knex';

/** Ids of break-glass exceptions that nobody confirmed in time. @internal */
export async function selectUnreviewed(
  knex: Knex,
  now: Date,
): Promise<string[]> {
  const rows: { id: string }[] = await knex('exceptions')
    .select('id')
    .where({ state: 'approved', break_glass: true })
    .where('review_due_at', '<=', now.toISOString())
    .orderBy('review_due_at');
  return rows.map(row => row.id);
}
