import type { Knex } from 'knex';
import { applyReadScope, type ReadScope } from './readScope';

/** Links `own` of the finding `f` within the scope. */
export function linksOf(database: Knex, scope: ReadScope): Knex.QueryBuilder {
  return applyReadScope(
    database('finding_entities as own')
      .select(database.raw('1'))
      .whereRaw('own.finding_id = f.id'),
    scope,
    'own.entity_ref',
  );
}
