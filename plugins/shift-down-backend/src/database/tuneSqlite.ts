import type { Knex } from 'knex';

/**
 * Spares SQLite a wait for the disk at each commit. With a write-ahead log a power
 * cut may cost the last moments, which are collected again, and never corrupts the
 * file (https://www.sqlite.org/pragma.html#pragma_synchronous).
 * @internal
 */
export async function tuneSqlite(knex: Knex): Promise<void> {
  if (knex.client.config.client.includes('sqlite')) {
    await knex.raw('pragma journal_mode = wal');
    await knex.raw('pragma synchronous = normal');
  }
}
