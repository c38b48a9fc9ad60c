import { SEVERITIES, severityRank } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { countFindings } from './countFindings';
import type { BoundedTotal } from './countUpTo';
import type { FindingFilters } from './findingFilters';
import { planFindings, type FindingStretch } from './planFindings';
import type { ReadScope } from './readScope';
import { selectFindings, selectLinks } from './selectFindings';

/**
 * Columns of each order; the last makes it a total one. Ids are digests, so that
 * findings of one severity come in no order that could favour or bury an entity.
 */
const ORDERS = {
  severity: ['severity_rank', 'id'],
  firstSeen: ['first_seen', 'id'],
  policy: ['policy', 'rule', 'id'],
  due: ['due', 'id'],
} as const;

/** What is due at no time comes last, whichever way the list runs. */
const NEVER_DUE = { asc: '9999', desc: '' };

/** A leading minus sorts descending. */
export type FindingSort = `${'' | '-'}${keyof typeof ORDERS}`;

export interface FindingIdPage extends BoundedTotal {
  /** In order. */
  ids: string[];
  /** Sort values of the last of them, if there are more. */
  next?: (string | number)[];
}

interface Order {
  columns: readonly string[];
  direction: 'asc' | 'desc';
}

type Row = Record<string, string | number>;

/** One page of the ids of findings, and how many there are in all. */
export async function listFindingIds(
  database: Knex,
  request: {
    scope: ReadScope;
    filters: FindingFilters;
    sort: FindingSort;
    limit: number;
    after?: (string | number)[];
  },
): Promise<FindingIdPage> {
  const { scope, filters, sort, limit, after } = request;
  const by = sort.replace('-', '') as keyof typeof ORDERS;
  const order: Order = {
    columns: ORDERS[by],
    direction: sort.startsWith('-') ? 'desc' : 'asc',
  };
  const [rows, total] = await Promise.all([
    loadRows(database, {
      scope,
      filters,
      order,
      after,
      limit: limit + 1,
      ranks: by === 'severity' ? ranksOf(order, filters, after) : undefined,
    }),
    countFindings(database, scope, filters),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ...total,
    ids: shown.map(row => String(row.id)),
    next:
      last && rows.length > limit
        ? order.columns.map(column => last[column])
        : undefined,
  };
}

/** Ranks of severity in order, from that of the last row shown on. */
function ranksOf(
  order: Order,
  filters: FindingFilters,
  after?: (string | number)[],
): number[] {
  const ranks = (filters.severity ?? [...SEVERITIES])
    .map(severityRank)
    .sort((a, b) => a - b);
  if (order.direction === 'desc') {
    ranks.reverse();
  }
  return after ? ranks.slice(ranks.indexOf(Number(after[0]))) : ranks;
}

interface RowsRequest {
  scope: ReadScope;
  filters: FindingFilters;
  order: Order;
  limit: number;
  after?: (string | number)[];
  ranks?: number[];
}

async function loadRows(database: Knex, request: RowsRequest): Promise<Row[]> {
  const rows: Row[] = [];
  const stretches: FindingStretch[] =
    request.order.columns[0] === 'due'
      ? [{ way: 'gather' }]
      : await planFindings(database, request);
  for (const stretch of stretches) {
    const missing = request.limit - rows.length;
    rows.push(...(await selectStretch(database, request, stretch, missing)));
    if (rows.length === request.limit) {
      break;
    }
  }
  return rows;
}

function selectStretch(
  database: Knex,
  { scope, filters, order, after }: RowsRequest,
  { way, ranks }: FindingStretch,
  limit: number,
): Knex.QueryBuilder<object, Row[]> {
  if (order.columns[0] === 'due') {
    return selectByDueDate(database, { scope, filters, order, after, limit });
  }
  const columns = order.columns.map(column => `f.${column}`);
  const query =
    way === 'gather'
      ? selectLinks(database, scope, filters).groupBy(columns)
      : selectFindings(database, scope, filters);
  if (ranks) {
    query.whereIn(
      way === 'gather' ? 'fe.severity_rank' : 'f.severity_rank',
      ranks,
    );
  }
  return pageOf(query.select(columns), columns, { order, after, limit });
}

/** By the soonest due date that a finding has within the scope. */
function selectByDueDate(
  database: Knex,
  { scope, filters, ...page }: Omit<RowsRequest, 'ranks'>,
): Knex.QueryBuilder<object, Row[]> {
  const soonest = database.raw('coalesce(min(fe.due_at), ?)', [
    NEVER_DUE[page.order.direction],
  ]);
  const findings = selectLinks(database, scope, filters)
    .select('f.id', { due: soonest })
    .groupBy('f.id');
  return pageOf(
    database.select('due', 'id').from(findings.as('f')),
    ['due', 'id'],
    page,
  );
}

function pageOf(
  query: Knex.QueryBuilder,
  columns: string[],
  { order, after, limit }: Pick<RowsRequest, 'order' | 'after' | 'limit'>,
): Knex.QueryBuilder<object, Row[]> {
  if (after) {
    // All columns run the same way, so that one comparison of rows is enough,
    // and an index on them serves it.
    const marks = columns.map(() => '?').join(', ');
    query.whereRaw(
      `(${columns.join(', ')}) ${
        order.direction === 'desc' ? '<' : '>'
      } (${marks})`,
      after,
    );
  }
  return query
    .orderBy(columns.map(column => ({ column, order: order.direction })))
    .limit(limit);
}
