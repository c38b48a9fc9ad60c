import type { Knex } from 'knex';

const OPEN = ['requested', 'needs-information', 'proposed'];

/** How many open and active ones the entity has beside this one. @internal */
export async function countOtherExceptions(
  knex: Knex,
  exceptionId: string,
  entityRef: string,
  now: string,
): Promise<number> {
  const row = await knex('exceptions')
    .where('entity_ref', entityRef)
    .whereNot('id', exceptionId)
    .where(query =>
      query
        .whereIn('state', OPEN)
        .orWhere(approved =>
          approved.where('state', 'approved').where('active_until', '>', now),
        ),
    )
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}
