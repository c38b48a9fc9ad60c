import type { Knex } from 'knex';
import {
  applyFindingFilters,
  type FindingFilterName,
  type FindingFilters,
} from './findingFilters';
import {
  applyLinkFilters,
  hasLinkFilters,
  responsibilityOf,
  whereNotOverdue,
} from './linkFilters';
import { linksOf } from './linksOf';
import {
  IS_SHARED,
  OWN_PLACE,
  selectScopedOccurrences,
  SHARED_PLACE,
} from './places';
import { applyReadScope, type ReadScope } from './readScope';
import { resultRank, wantedResults } from './results';

/** Fields that are offered as filters and are a column of the finding. */
const COLUMN_FACETS = {
  type: 'f.type',
  area: 'f.area',
  severity: 'f.severity',
  result: 'f.result',
  engine: 'f.engine',
  policy: 'f.policy',
  repository: 'f.repository',
} as const satisfies Partial<Record<FindingFilterName, string>>;

/** Fields that are offered as filters and are of the link `fe` to an entity. */
const LINK_FACETS = {
  responsibility: responsibilityOf('fe'),
  control: 'fe.control_id',
  layer: 'fe.layer',
} as const satisfies Partial<Record<FindingFilterName, string>>;

/** Values shown of one field. */
const VALUES_SHOWN = 100;

/** Counts by field and value, most frequent first. */
export type Facets = Record<string, { value: string; count: number }[]>;

/**
 * How many findings of a scope each value of a field would leave, under all
 * filters but the one on that same field. Reads the whole scope: for one entity,
 * or for the parts of one system.
 */
export async function countFacets(
  database: Knex,
  scope: ReadScope,
  filters: FindingFilters,
): Promise<Facets> {
  const own = applyReadScope(
    database('finding_entities')
      .select('finding_id')
      .select({ rank: database.raw(`min(${resultRank('result')})`) })
      .groupBy('finding_id'),
    scope,
    'entity_ref',
  );
  const findings = database('findings')
    .join(own.as('own'), 'own.finding_id', 'findings.id')
    .select('findings.*', {
      result: database.raw(
        `case own.rank when 0 then 'fail' when 1 then 'unknown' else 'not-applicable' end`,
      ),
    });

  const seen = selectScopedOccurrences(database, scope)
    .distinct('o.finding_id')
    .select({
      cluster: SHARED_PLACE.cluster,
      namespace: SHARED_PLACE.namespace,
    });
  const places = database('f')
    .select('f.id')
    .select({
      cluster: database.raw(OWN_PLACE.cluster),
      namespace: database.raw(OWN_PLACE.namespace),
    })
    .whereRaw(`not ${IS_SHARED}`)
    .union(
      database('seen')
        .join('f', 'f.id', 'seen.finding_id')
        .whereRaw(IS_SHARED)
        .select('f.id', 'seen.cluster', 'seen.namespace'),
    );
  const select = (name: FindingFilterName, column: string) =>
    selectWithout(database, scope, filters, name)
      .select(database.raw('? as facet', [name]), { value: column })
      .whereNot(column, '')
      .groupBy(column);

  const counts = [
    ...Object.entries(COLUMN_FACETS).map(([name, column]) =>
      select(name as FindingFilterName, column).count({ count: '*' }),
    ),
    ...Object.entries(LINK_FACETS).map(([name, column]) =>
      applyReadScope(
        selectWithout(database, scope, filters, name as FindingFilterName)
          .join('finding_entities as fe', 'fe.finding_id', 'f.id')
          .select(database.raw('? as facet', [name]), {
            value: database.raw(column),
          })
          .whereRaw(`${column} <> ''`)
          .groupByRaw(column)
          .countDistinct({ count: 'f.id' }),
        scope,
        'fe.entity_ref',
      ),
    ),
    select('cluster', 'c.name')
      .join('places as p', 'p.id', 'f.id')
      .join('clusters as c', 'c.uid', 'p.cluster')
      .countDistinct({ count: 'f.id' }),
    select('namespace', 'p.namespace')
      .join('places as p', 'p.id', 'f.id')
      .countDistinct({ count: 'f.id' }),
  ];

  const rows: { facet: string; value: string; count: number | string }[] =
    await database
      .with('f', findings)
      // Materialised, since the other way round leads through every place in which
      // a sidecar's vulnerability is seen.
      .withMaterialized('seen', seen)
      .with('places', places)
      .select('*')
      .from(database.unionAll(counts).as('counts'))
      .orderBy([{ column: 'count', order: 'desc' }, { column: 'value' }]);
  const facets: Facets = {};
  for (const { facet, value, count } of rows) {
    facets[facet] ??= [];
    if (value && facets[facet].length < VALUES_SHOWN) {
      facets[facet].push({ value, count: Number(count) });
    }
  }
  return facets;
}

function selectWithout(
  database: Knex,
  scope: ReadScope,
  filters: FindingFilters,
  name: FindingFilterName,
): Knex.QueryBuilder {
  const others = { ...filters, [name]: undefined };
  const query = applyFindingFilters(database, database('f'), others, scope);
  if (hasLinkFilters(others)) {
    query.whereExists(
      applyLinkFilters(linksOf(database, scope), 'own', others),
    );
    whereNotOverdue(database, query, scope, others);
  }
  return others.result || others.suppressed !== undefined
    ? query.whereIn('f.result', wantedResults(others))
    : query;
}
