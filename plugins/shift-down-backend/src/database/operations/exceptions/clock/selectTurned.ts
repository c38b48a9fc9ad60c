import type { Knex } from 'knex';

/**
 * Refs of entities that an exception began or ceased to hold for, after the one moment and
 * until the other.
 * @internal
 */
export async function selectTurned(
  knex: Knex,
  after: string,
  until: string,
): Promise<string[]> {
  const turned = (column: string) =>
    knex('exceptions')
      .select('entity_ref')
      .where('state', 'approved')
      .where(column, '>', after)
      .where(column, '<=', until);
  const rows: { entity_ref: string }[] = await knex
    .from(
      turned('active_from')
        .unionAll([turned('active_until')])
        .as('turned'),
    )
    .distinct('entity_ref')
    .whereNot('entity_ref', '');
  return rows.map(row => row.entity_ref);
}
