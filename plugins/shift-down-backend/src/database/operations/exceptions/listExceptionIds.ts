import type { Knex } from 'knex';
import type { Readable } from '../serve/readScope';
import {
  applyExceptionFilters,
  selectExceptions,
  type ExceptionFilters,
  type ExceptionsAt,
} from './exceptionFilters';
import { wherePhase } from './phases';
import { whereDecidable, whereMine, type ExceptionViewer } from './views';

/** @internal */
export type ExceptionView = 'mine' | 'to-decide' | 'all';

/** What is to be decided at no time comes last. */
const NEVER = '9999';

/** Columns of each order; the id makes it a total one. */
const ORDERS = {
  requested: 'ex.requested_at',
  review: `coalesce(ex.review_due_at, '${NEVER}')`,
  until: 'coalesce(ex.active_until, ex.until_at)',
  severity: '-ex.severity_rank',
} as const;

/** A leading minus sorts descending; by severity the worst comes first. @internal */
export type ExceptionSort = keyof typeof ORDERS | '-requested' | '-until';

/** @internal */
export interface ExceptionIdPage {
  /** In order. */
  ids: string[];
  total: number;
  /** Sort values of the last of them, if there are more. */
  next?: (string | number)[];
}

/** One page of exceptions, and how many there are in all. @internal */
export async function listExceptionIds(
  knex: Knex,
  request: {
    readable: Readable;
    viewer: ExceptionViewer;
    view: ExceptionView;
    filters: ExceptionFilters;
    moment: ExceptionsAt;
    sort: ExceptionSort;
    limit: number;
    after?: (string | number)[];
  },
): Promise<ExceptionIdPage> {
  const { after, filters, limit, moment, readable, sort, view, viewer } =
    request;
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const key = ORDERS[sort.replace('-', '') as keyof typeof ORDERS];
  const select = () => {
    const query = selectExceptions(knex, readable);
    applyView(knex, query, view, viewer, moment.at.toISOString());
    applyExceptionFilters(knex, query, filters, moment);
    return query;
  };
  const page = select()
    .select({ id: 'ex.id', key: knex.raw(key) })
    .orderByRaw(`${key} ${direction}, ex.id ${direction}`)
    .limit(limit + 1);
  if (after) {
    page.whereRaw(
      `(${key}, ex.id) ${direction === 'desc' ? '<' : '>'} (?, ?)`,
      [...after],
    );
  }
  const [rows, [{ count }]]: [
    { id: string; key: string | number }[],
    { count: string | number }[],
  ] = await Promise.all([page, select().count({ count: '*' })]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ids: shown.map(({ id }) => id),
    total: Number(count),
    next: last && rows.length > limit ? [last.key, last.id] : undefined,
  };
}

/** For badges: their own that are not over, and those that they could decide. @internal */
export async function countExceptionViews(
  knex: Knex,
  readable: Readable,
  viewer: ExceptionViewer,
  at: Date,
): Promise<{ mine: number; toDecide: number }> {
  const now = at.toISOString();
  const mine = selectExceptions(knex, readable);
  whereMine(mine, viewer);
  wherePhase(knex, mine, ['open', 'scheduled', 'active'], now);
  const toDecide = selectExceptions(knex, readable);
  whereDecidable(knex, toDecide, viewer, now);
  const [[ofMine], [ofToDecide]]: { count: string | number }[][] =
    await Promise.all([
      mine.count({ count: '*' }),
      toDecide.count({ count: '*' }),
    ]);
  return { mine: Number(ofMine.count), toDecide: Number(ofToDecide.count) };
}

function applyView(
  knex: Knex,
  query: Knex.QueryBuilder,
  view: ExceptionView,
  viewer: ExceptionViewer,
  now: string,
): void {
  if (view === 'mine') {
    whereMine(query, viewer);
  } else if (view === 'to-decide') {
    whereDecidable(knex, query, viewer, now);
  }
}
