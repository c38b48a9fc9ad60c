import type { Knex } from 'knex';
import { setTimeout } from 'node:timers/promises';

const ATTEMPTS = 5;

/** Deadlock, serialization failure, and SQLite's busy and locked. */
const RETRYABLE = new Set(['40P01', '40001', 'SQLITE_BUSY', 'SQLITE_LOCKED']);

/**
 * A transaction that is tried again when the database gave it up in favour of
 * another one. Its work must be repeatable.
 * @internal
 */
export async function transact<T>(
  knex: Knex,
  work: (tx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await knex.transaction(work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetryable(error)) {
        throw error;
      }
      await setTimeout(Math.random() * 50 * attempt);
    }
  }
}

function isRetryable(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    RETRYABLE.has(String(error.code))
  );
}
