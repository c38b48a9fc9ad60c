import type { Knex } from 'knex';

/** How many entities are due, and for how long the first of them has been. @internal */
export async function measureQueue(
  knex: Knex,
  now: Date,
): Promise<{ length: number; ageSeconds: number }> {
  const row: { length: number | string; first: string | null } | undefined =
    await knex('assessment_queue')
      .where('due_at', '<=', now.toISOString())
      .first({
        length: knex.raw('count(*)'),
        first: knex.raw('min(due_at)'),
      });
  return {
    length: Number(row?.length ?? 0),
    ageSeconds: row?.first
      ? Math.max(0, (now.getTime() - Date.parse(row.first)) / 1000)
      : 0,
  };
}
