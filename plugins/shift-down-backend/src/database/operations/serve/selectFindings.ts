import { severityRank } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { applyFindingFilters, type FindingFilters } from './findingFilters';
import { applyReadScope, type ReadScope } from './readScope';

/**
 * Links `fe` between the entities of a scope and the findings `f` that the filters
 * let pass: from the entities to their findings. A finding comes once for each
 * entity.
 */
export function selectLinks(
  database: Knex,
  scope: ReadScope,
  filters: FindingFilters,
): Knex.QueryBuilder {
  const { result, ...rest } = filters;
  const query = applyReadScope(
    database('finding_entities as fe').join(
      'findings as f',
      'f.id',
      'fe.finding_id',
    ),
    scope,
    'fe.entity_ref',
  );
  if (filters.severity) {
    query.whereIn('fe.severity_rank', filters.severity.map(severityRank));
  }
  switch (onlyOf(result)) {
    case 'fail':
      query.where('fe.result', 'fail');
      break;
    case 'unknown':
      query.whereNotExists(
        linksOf(database, scope).where('own.result', 'fail'),
      );
      break;
    default:
  }
  return applyFindingFilters(database, query, rest, scope);
}

/**
 * Findings `f` that belong to the scope and that the filters let pass: each once,
 * from the findings to their entities.
 */
export function selectFindings(
  database: Knex,
  scope: ReadScope,
  filters: FindingFilters,
): Knex.QueryBuilder {
  const { result, ...rest } = filters;
  const query = database('findings as f');
  switch (onlyOf(result)) {
    case 'fail':
      query.whereExists(linksOf(database, scope).where('own.result', 'fail'));
      break;
    case 'unknown':
      query
        .whereExists(linksOf(database, scope))
        .whereNotExists(linksOf(database, scope).where('own.result', 'fail'));
      break;
    default:
      query.whereExists(linksOf(database, scope));
  }
  return applyFindingFilters(database, query, rest, scope);
}

/** A finding has the worst result that it has within the scope. */
function onlyOf(results: string[] | undefined): string | undefined {
  const wanted = new Set(results);
  return wanted.size === 1 ? [...wanted][0] : undefined;
}

function linksOf(database: Knex, scope: ReadScope): Knex.QueryBuilder {
  return applyReadScope(
    database('finding_entities as own')
      .select(database.raw('1'))
      .whereRaw('own.finding_id = f.id'),
    scope,
    'own.entity_ref',
  );
}
