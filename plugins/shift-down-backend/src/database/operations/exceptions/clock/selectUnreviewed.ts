import type { Knex } from 'knex';

/** Ids of break-glass exceptions that nobody confirmed in time. @internal */
export async function selectUnreviewed(
  knex: Knex,
  now: Date,
): Promise<string[]> {
  const rows: { id: string }[] = await knex('exceptions as e')
    .select('e.id')
    .where({ 'e.state': 'approved', 'e.break_glass': true })
    .where('e.review_due_at', '<=', now.toISOString())
    // One that was confirmed, and has widened since, is like any other.
    .whereNotExists(
      knex('exception_approvals as a')
        .select(knex.raw('1'))
        .whereRaw('a.exception_id = e.id')
        .whereRaw('a.content_hash = e.content_hash'),
    )
    .orderBy('e.review_due_at');
  return rows.map(row => row.id);
}
