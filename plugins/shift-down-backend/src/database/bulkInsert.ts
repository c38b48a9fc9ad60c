/**
 * Multi-row inserts that are fast on both engines: on PostgreSQL the rows travel
 * as one JSON parameter, on SQLite as plain values within its limit of variables.
 */
import type { Knex } from 'knex';
import { setImmediate } from 'node:timers/promises';

/**
 * Rows and values of one statement: few enough that none holds the event loop for
 * long. SQLite would allow 32,766 values.
 */
const ROWS_PER_STATEMENT = 500;
const SQLITE_VALUES = 5_000;

/** What happens to a row whose key exists. */
export interface ConflictOptions {
  /** Columns of the key. */
  key: string[];
  /**
   * `ignore` keeps the stored row; otherwise the columns to overwrite, as a list
   * of names or with an SQL expression each (`excluded` is the new row).
   */
  then: 'ignore' | string[] | Record<string, string>;
}

/**
 * Inserts any number of rows of one shape, yielding to the event loop before each
 * statement.
 * @internal
 */
export async function bulkInsert<Row extends object>(
  tx: Knex,
  table: string,
  rows: Row[],
  conflict?: ConflictOptions,
): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  const columns = Object.keys(rows[0]) as (keyof Row & string)[];
  const list = columns.map(quote).join(', ');
  const suffix = conflict ? conflictClause(conflict) : '';
  const isPostgres = tx.client.config.client === 'pg';
  const size = isPostgres
    ? ROWS_PER_STATEMENT
    : Math.min(ROWS_PER_STATEMENT, Math.floor(SQLITE_VALUES / columns.length));

  for (let start = 0; start < rows.length; start += size) {
    await setImmediate();
    const part = rows.slice(start, start + size);
    if (isPostgres) {
      await tx.raw(
        `insert into ${quote(table)} (${list}) select ${list}
         from json_populate_recordset(null::${quote(table)}, ?) ${suffix}`,
        [JSON.stringify(part)],
      );
    } else {
      const row = `(${columns.map(() => '?').join(',')})`;
      await tx.raw(
        `insert into ${quote(table)} (${list})
         values ${part.map(() => row).join(',')} ${suffix}`,
        part.flatMap(item =>
          columns.map(column => bindable(item[column])),
        ) as Knex.RawBinding[],
      );
    }
  }
}

function bindable(value: unknown): unknown {
  if (typeof value === 'boolean') {
    return value ? 1 : 0;
  }
  return value ?? null;
}

function conflictClause({ key, then }: ConflictOptions): string {
  const target = `on conflict (${key.map(quote).join(', ')})`;
  if (then === 'ignore') {
    return `${target} do nothing`;
  }
  const updates = Array.isArray(then)
    ? then.map(column => `${quote(column)} = excluded.${quote(column)}`)
    : Object.entries(then).map(([column, sql]) => `${quote(column)} = ${sql}`);
  return `${target} do update set ${updates.join(', ')}`;
}

function quote(name: string): string {
  return `"${name}"`;
}
