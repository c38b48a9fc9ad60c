/**
 * Namespaces by the workloads in them that a request may see, with how those do by the
 * Pod Security Standards.
 */
import type { Knex } from 'knex';
import { countUpTo, type BoundedTotal } from './countUpTo';
import { containsPattern } from './findingFilters';
import { applyReadScope, type ReadScope } from './readScope';

/**
 * Which workloads may be seen: those of the entities in a scope, or all, those of nobody
 * among them.
 */
export type WorkloadScope = ReadScope | { type: 'every workload' };

/** One namespace with counts over the workloads that may be seen. */
export interface NamespaceCounts {
  cluster_uid: string;
  cluster: string;
  namespace: string;
  workloads: number;
  baseline_pass: number;
  baseline_fail: number;
  restricted_pass: number;
  restricted_fail: number;
  /** Of the standard, where it is one and the same for all of them. */
  version: string | null;
}

/** One page, by cluster and name, and how many there are in all. */
export async function listNamespaces(
  database: Knex,
  request: {
    scope: WorkloadScope;
    filters: { cluster?: string[]; text?: string };
    limit: number;
    after?: (string | number)[];
  },
): Promise<BoundedTotal & { rows: NamespaceCounts[]; more: boolean }> {
  const { scope, filters, limit, after } = request;
  const page = countNamespaces(database, scope, filters)
    .orderBy(['c.name', 's.namespace'])
    .limit(limit + 1);
  if (after) {
    page.whereRaw('(c.name, s.namespace) > (?, ?)', after);
  }
  const [rows, total] = await Promise.all([
    page as Promise<NamespaceCounts[]>,
    countUpTo(database, countNamespaces(database, scope, filters)),
  ]);
  return {
    ...total,
    rows: rows.slice(0, limit).map(withNumbers),
    more: rows.length > limit,
  };
}

/** `undefined` where nothing of it may be seen. */
export async function loadNamespaceCounts(
  database: Knex,
  scope: WorkloadScope,
  place: { cluster: string; namespace: string },
): Promise<NamespaceCounts | undefined> {
  const row: NamespaceCounts | undefined = await countNamespaces(
    database,
    scope,
    { cluster: [place.cluster] },
  )
    .where('s.namespace', place.namespace)
    .first();
  return row && withNumbers(row);
}

/** Workloads of all namespaces, or of one; `s` is the subject. */
export function selectWorkloads(
  database: Knex,
  scope: WorkloadScope,
): Knex.QueryBuilder {
  const query = database('subjects as s')
    .join('clusters as c', 'c.uid', 's.cluster_uid')
    .whereNot('s.namespace', '')
    .whereExists(
      database('containers as k')
        .select(database.raw('1'))
        .whereRaw('k.subject_id = s.id'),
    );
  return scope.type === 'every workload'
    ? query
    : query.whereExists(
        applyReadScope(
          database('subject_entities as se')
            .select(database.raw('1'))
            .whereRaw('se.subject_id = s.id'),
          scope,
          'se.entity_ref',
        ),
      );
}

function countNamespaces(
  database: Knex,
  scope: WorkloadScope,
  filters: { cluster?: string[]; text?: string },
): Knex.QueryBuilder {
  const sum = (level: string, result: string) =>
    database.raw(
      `sum(case when e.${level} = '${result}' and u.reason is null then 1 else 0 end)`,
    );
  const query = selectWorkloads(database, scope)
    .leftJoin('evaluations as e', 'e.subject_id', 's.id')
    .leftJoin('unreadable_subjects as u', join =>
      join
        .on('u.subject_id', 's.id')
        .andOnVal('u.source_kind', '=', 'Evaluation'),
    )
    .groupBy('s.cluster_uid', 'c.name', 's.namespace')
    .select({
      cluster_uid: 's.cluster_uid',
      cluster: 'c.name',
      namespace: 's.namespace',
      workloads: database.raw('count(*)'),
      baseline_pass: sum('baseline', 'pass'),
      baseline_fail: sum('baseline', 'fail'),
      restricted_pass: sum('restricted', 'pass'),
      restricted_fail: sum('restricted', 'fail'),
      version: database.raw(
        'case when min(e.version) = max(e.version) then min(e.version) end',
      ),
    });
  if (filters.cluster) {
    query.whereIn('c.name', filters.cluster);
  }
  if (filters.text) {
    query.whereRaw(`lower(s.namespace) like ? escape '!'`, [
      containsPattern(filters.text),
    ]);
  }
  return query;
}

/** PostgreSQL counts in text. */
function withNumbers(row: NamespaceCounts): NamespaceCounts {
  return {
    ...row,
    workloads: Number(row.workloads),
    baseline_pass: Number(row.baseline_pass),
    baseline_fail: Number(row.baseline_fail),
    restricted_pass: Number(row.restricted_pass),
    restricted_fail: Number(row.restricted_fail),
  };
}
