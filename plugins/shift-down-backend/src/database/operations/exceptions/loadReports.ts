/** Exceptions that deserve a look, in numbers. */
import type { ExceptionExpectation } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { whereActive } from '../serve/exempt';
import type { Readable } from '../serve/readScope';
import { selectExceptions, type ExceptionsAt } from './exceptionFilters';
import { toExpectation } from './exceptionRecord';
import { REPORT_NAMES, whereReported, type ReportName } from './reports';

const MOST_SHOWN = 10;

/** @internal */
export async function countReports(
  knex: Knex,
  readable: Readable,
  moment: ExceptionsAt,
): Promise<{ name: ReportName; count: number }[]> {
  return await Promise.all(
    REPORT_NAMES.map(async name => {
      const query = selectExceptions(knex, readable);
      whereReported(knex, query, name, moment);
      const [{ count }]: { count: string | number }[] = await query.count({
        count: '*',
      });
      return { name, count: Number(count) };
    }),
  );
}

/** What most active exceptions are about. @internal */
export async function loadMostExcepted(
  knex: Knex,
  readable: Readable,
  at: Date,
): Promise<
  { expectation: ExceptionExpectation; exceptions: number; entities: number }[]
> {
  const columns = [
    'expectation',
    'control_id',
    'engine',
    'policy',
    'advisory',
  ] as const;
  const rows: {
    expectation: string;
    control_id: string;
    engine: string;
    policy: string;
    advisory: string;
    exceptions: string | number;
    entities: string | number;
  }[] = await whereActive(selectExceptions(knex, readable), at.toISOString())
    .select(columns.map(column => `ex.${column}`))
    .groupBy(columns.map(column => `ex.${column}`))
    .count({ exceptions: '*' })
    .countDistinct({ entities: 'ex.entity_ref' })
    .orderBy([
      { column: 'exceptions', order: 'desc' },
      ...columns.map(column => ({ column: `ex.${column}` })),
    ])
    .limit(MOST_SHOWN);
  return rows.map(row => ({
    // Rules of a policy and packages of an advisory are counted together.
    expectation: toExpectation({ ...row, rule: null, package_url: '' }),
    exceptions: Number(row.exceptions),
    entities: Number(row.entities),
  }));
}

/** Since when the first of those that are to be decided waits. @internal */
export async function loadOldestWaiting(
  knex: Knex,
  readable: Readable,
): Promise<string | undefined> {
  const row = await selectExceptions(knex, readable)
    .where('ex.state', 'requested')
    .min({ oldest: 'ex.requested_at' })
    .first();
  return row?.oldest ?? undefined;
}
