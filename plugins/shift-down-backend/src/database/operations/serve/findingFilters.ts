/**
 * The filters of a list of findings as SQL over a table named `f` with the columns
 * of `findings`. Where a filter looks at places, it looks only at those that the
 * scope lets see: a filter value must not tell of anything else.
 */
import {
  severityRank,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { whereExempt } from './exempt';
import { jsonText } from './json';
import { selectScopedOccurrences, whereSeenAt } from './places';
import type { ReadScope } from './readScope';

/** What a list of findings can be filtered by. */
export interface FindingFilters {
  type?: string;
  area?: string[];
  responsibility?: string[];
  severity?: Severity[];
  result?: string[];
  control?: string[];
  engine?: string[];
  policy?: string[];
  repository?: string[];
  /** Names in config. */
  cluster?: string[];
  namespace?: string[];
  fixable?: boolean;
  /** Of a vulnerability, for an entity. */
  layer?: string;
  /** Past its due date at a moment, in ISO 8601; or not. */
  overdue?: { wanted: boolean; at: string };
  /** By a trusted statement that it is none. */
  suppressed?: boolean;
  /** Under an exception that is active at a moment, wherever the scope has it; or not. */
  exempt?: { wanted: boolean; at: string };
  text?: string;
}

/** A field that can be filtered by. */
export type FindingFilterName = keyof FindingFilters;

/** Filters that are a column of the finding. */
const COLUMNS = {
  type: 'f.type',
  area: 'f.area',
  engine: 'f.engine',
  policy: 'f.policy',
  repository: 'f.repository',
} as const satisfies Partial<Record<FindingFilterName, string>>;

/** In one piece, so that it is put in lower case and looked through once. */
const SEARCHED = [
  'f.title',
  'f.policy',
  'f.rule',
  'f.advisory',
  'f.package_name',
  'f.subject_name',
].join(` || ' | ' || `);

/** Columns and places; what is of the link between finding and entity is elsewhere. */
export function applyFindingFilters<T extends Knex.QueryBuilder>(
  database: Knex,
  query: T,
  filters: FindingFilters,
  scope: ReadScope,
): T {
  for (const [name, column] of Object.entries(COLUMNS)) {
    const wanted = filters[name as keyof typeof COLUMNS];
    if (wanted !== undefined) {
      query.whereIn(column, [wanted].flat());
    }
  }
  if (filters.severity) {
    query.whereIn('f.severity_rank', filters.severity.map(severityRank));
  }
  if (filters.text) {
    query.whereRaw(`lower(${SEARCHED}) like ? escape '!'`, [
      containsPattern(filters.text),
    ]);
  }
  if (filters.namespace) {
    whereSeenAt(database, query, scope, 'namespace', filters.namespace);
  }
  if (filters.cluster) {
    const uids = database('clusters')
      .select('uid')
      .whereIn('name', filters.cluster);
    whereSeenAt(database, query, scope, 'cluster', uids);
  }
  if (filters.exempt) {
    whereExempt(database, query, scope, filters.exempt);
  }
  if (filters.fixable !== undefined) {
    const fixed = selectScopedOccurrences(database, scope)
      .select(database.raw('1'))
      .whereRaw('o.finding_id = f.id')
      .where(jsonText(database, 'o.detail', 'fixedVersion'), '<>', '');
    query.where('f.type', 'vulnerability');
    if (filters.fixable) {
      query.whereExists(fixed);
    } else {
      query.whereNotExists(fixed);
    }
  }
  return query;
}

/** A `like` pattern, to be used with `escape '!'`, for text in any case. */
export function containsPattern(text: string): string {
  return `%${text.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
}
