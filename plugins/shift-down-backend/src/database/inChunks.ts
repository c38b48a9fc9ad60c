import { setImmediate } from 'node:timers/promises';

/** Values of one `in (…)`: well under SQLite's limit of variables. */
const VALUES_PER_STATEMENT = 1000;

/**
 * Runs a query for any number of values, some at a time, and joins what it
 * returns; the event loop gets its turn in between.
 * @internal
 */
export async function inChunks<Value, Row>(
  values: Iterable<Value>,
  query: (chunk: Value[]) => PromiseLike<Row[]>,
  size: number = VALUES_PER_STATEMENT,
): Promise<Row[]> {
  const all = [...new Set(values)];
  const rows: Row[] = [];
  for (let start = 0; start < all.length; start += size) {
    await setImmediate();
    for (const row of await query(all.slice(start, start + size))) {
      rows.push(row);
    }
  }
  return rows;
}

/**
 * Like {@link inChunks} for statements that return nothing of interest.
 * @internal
 */
export async function eachChunk<Value>(
  values: Iterable<Value>,
  statement: (chunk: Value[]) => PromiseLike<unknown>,
  size?: number,
): Promise<void> {
  await inChunks<Value, never>(
    values,
    async chunk => {
      await statement(chunk);
      return [];
    },
    size,
  );
}
