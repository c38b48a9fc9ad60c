/**
 * Exceptions laid over links between findings and entities. A link is exempt at a moment if
 * what was decided covers it and the moment lies between start and end; it keeps its result.
 */
import type { Knex } from 'knex';
import { linksOf } from './linksOf';
import { applyReadScope, type ReadScope } from './readScope';

/** Results that an exception can lie over. */
const EXEMPTED_RESULTS = ['fail', 'unknown'];

/** Keeps the exceptions `ex` that are active at a moment, in ISO 8601. */
export function whereActive<T extends Knex.QueryBuilder>(
  query: T,
  at: string,
): T {
  query
    .where('ex.state', 'approved')
    .where('ex.active_from', '<=', at)
    // The end itself is past it.
    .where('ex.active_until', '>', at);
  return query;
}

/** Links `ef` that exceptions `ex` cover at a moment. */
export function selectExempt(knex: Knex, at: string): Knex.QueryBuilder {
  return whereActive(
    knex('exception_findings as ef')
      .join('exceptions as ex', 'ex.id', 'ef.exception_id')
      .where('ef.covered', true),
    at,
  );
}

/** Keeps the links of that name that are not exempt. */
export function whereNotExempt<T extends Knex.QueryBuilder>(
  query: T,
  link: string,
  at: string,
): T {
  query.whereNotExists(exempting => {
    whereActive(
      exempting
        .select('ef.exception_id')
        .from('exception_findings as ef')
        .join('exceptions as ex', 'ex.id', 'ef.exception_id')
        .whereRaw(`ef.finding_id = ${link}.finding_id`)
        .whereRaw(`ef.entity_ref = ${link}.entity_ref`)
        .where('ef.covered', true),
      at,
    );
  });
  return query;
}

/**
 * Keeps the findings `f` that are exempt for every entity of the scope that has them, or
 * the others.
 */
export function whereExempt(
  knex: Knex,
  query: Knex.QueryBuilder,
  scope: ReadScope,
  { wanted, at }: { wanted: boolean; at: string },
): void {
  const exempt = applyReadScope(
    selectExempt(knex, at)
      .join('finding_entities as own', join =>
        join
          .on('own.entity_ref', 'ef.entity_ref')
          .andOn('own.finding_id', 'ef.finding_id'),
      )
      .whereIn('own.result', EXEMPTED_RESULTS)
      .select('ef.finding_id'),
    scope,
    'ef.entity_ref',
  );
  const others = whereNotExempt(
    linksOf(knex, scope).whereIn('own.result', EXEMPTED_RESULTS),
    'own',
    at,
  );
  if (wanted) {
    query.whereIn('f.id', exempt).whereNotExists(others);
  } else {
    query.where(either =>
      either.whereNotIn('f.id', exempt).orWhereExists(others),
    );
  }
}
