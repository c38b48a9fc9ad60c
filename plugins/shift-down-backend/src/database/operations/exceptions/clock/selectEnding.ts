import type { Knex } from 'knex';

/** @internal */
export interface EndingException {
  id: string;
  from: string;
  until: string;
}

/** Exceptions that hold now and end soon. @internal */
export async function selectEnding(
  knex: Knex,
  now: Date,
  before: Date,
): Promise<EndingException[]> {
  const at = now.toISOString();
  return await knex('exceptions')
    .select('id')
    .select({ from: 'active_from', until: 'active_until' })
    .where('state', 'approved')
    .where('active_from', '<=', at)
    .where('active_until', '>', at)
    .where('active_until', '<=', before.toISOString())
    .orderBy('active_until');
}
