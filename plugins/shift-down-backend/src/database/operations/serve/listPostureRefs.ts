import type { Knex } from 'knex';
import { countUpTo, type BoundedTotal } from './countUpTo';
import { containsPattern } from './findingFilters';
import { KINDS_WITH_PARTS } from './loadParts';
import { applyReadScope, type ReadScope } from './readScope';

/** What a list of postures can be filtered by. */
export interface PostureFilters {
  text?: string;
  kind?: string[];
  owner?: string[];
  grade?: string[];
  /** Ranks of the severity of the worst failing finding. */
  worst?: number[];
}

const ASSESSED = 'assessed';

/** Only what was assessed has a grade; see how an overview is made of a row. */
const GRADE = `case when p.state = '${ASSESSED}' then p.grade else 'unknown' end`;

/** A leading minus sorts descending. */
export type PostureSort = `${'' | '-'}${'name' | 'grade' | 'worst' | 'owner'}`;

/** Sorts after every grade and score, whichever way they are sorted. */
const LAST = { asc: 1_000_000, desc: -1 };

/** One page of the refs of entities, and how many there are in all. */
export async function listPostureRefs(
  database: Knex,
  request: {
    scope: ReadScope;
    filters: PostureFilters;
    sort: PostureSort;
    limit: number;
    after?: (string | number)[];
  },
): Promise<BoundedTotal & { refs: string[]; next?: (string | number)[] }> {
  const { scope, filters, sort, limit, after } = request;
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const key = sortKey(database, sort.replace('-', ''), direction);

  const page = selectPostures(database, scope, filters)
    .select({ ref: 'e.ref', key })
    .orderBy(key as unknown as string, direction)
    .orderBy('e.ref', direction)
    .limit(limit + 1);
  if (after) {
    page.whereRaw(`(?, e.ref) ${direction === 'desc' ? '<' : '>'} (?, ?)`, [
      key,
      ...after,
    ]);
  }
  const [rows, total] = await Promise.all([
    page as Promise<{ ref: string; key: string | number }[]>,
    countUpTo(
      database,
      selectPostures(database, scope, filters).select('e.ref'),
    ),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ...total,
    refs: shown.map(row => row.ref),
    next: last && rows.length > limit ? [last.key, last.ref] : undefined,
  };
}

/**
 * Components, whether or not anything is known of them, and whatever else claims
 * workloads. Systems and domains are what their parts are, and stand in no row.
 */
function selectPostures(
  database: Knex,
  scope: ReadScope,
  filters: PostureFilters,
): Knex.QueryBuilder {
  const query = applyReadScope(
    database('entities as e')
      .leftJoin('postures as p', 'p.entity_ref', 'e.ref')
      .whereNotIn('e.kind', KINDS_WITH_PARTS)
      .where(expected =>
        expected
          .where('e.kind', 'component')
          .orWhereNot('p.state', 'not-claimed'),
      ),
    scope,
    'e.ref',
  );
  if (filters.text) {
    const pattern = containsPattern(filters.text);
    query.where(either =>
      either
        .whereRaw(`lower(e.name) like ? escape '!'`, [pattern])
        .orWhereRaw(`lower(e.title) like ? escape '!'`, [pattern]),
    );
  }
  if (filters.kind) {
    query.whereIn('e.kind', filters.kind);
  }
  if (filters.owner) {
    const owners = filters.owner;
    query.whereIn('e.ref', owned =>
      owned
        .select('source_ref')
        .from('entity_relations')
        .where('type', 'ownedBy')
        .whereIn('target_ref', owners),
    );
  }
  if (filters.grade) {
    query.whereIn(database.raw(GRADE) as never, filters.grade);
  }
  if (filters.worst) {
    query
      .where('p.state', ASSESSED)
      .whereIn('p.worst_severity_rank', filters.worst);
  }
  return query;
}

/** Entities without a grade or a finding come last, whichever way it is sorted. */
function sortKey(
  database: Knex,
  by: string,
  direction: 'asc' | 'desc',
): Knex.Raw {
  switch (by) {
    case 'grade':
      return database.raw(
        `case when coalesce(p.state, '') <> '${ASSESSED}' or p.score is null then ${LAST[direction]} else p.grade_rank * 1000 + 100 - p.score end`,
      );
    case 'worst':
      return database.raw(
        `case when p.state = '${ASSESSED}' then coalesce(p.worst_severity_rank, ${LAST[direction]}) else ${LAST[direction]} end`,
      );
    case 'owner':
      return database.raw(`coalesce(e.owner_ref, '')`);
    default:
      return database.raw('e.name');
  }
}
