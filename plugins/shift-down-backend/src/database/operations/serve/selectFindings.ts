import { severityRank } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { applyFindingFilters, type FindingFilters } from './findingFilters';
import {
  applyLinkFilters,
  hasLinkFilters,
  whereNotOverdue,
} from './linkFilters';
import { linksOf } from './linksOf';
import { applyReadScope, type ReadScope } from './readScope';
import { wantedResults, whereResult } from './results';

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
  if (wantedResults(filters).join() === 'fail' && !hasLinkFilters(filters)) {
    // A link that fails is all that it takes.
    query.where('fe.result', 'fail');
  } else {
    whereResult(database, query, scope, filters);
  }
  applyLinkFilters(query, 'fe', filters);
  whereNotOverdue(database, query, scope, filters);
  return applyFindingFilters(database, query, filters, scope);
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
  const query = database('findings as f').whereExists(
    applyLinkFilters(linksOf(database, scope), 'own', filters),
  );
  whereResult(database, query, scope, filters);
  whereNotOverdue(database, query, scope, filters);
  return applyFindingFilters(database, query, filters, scope);
}
