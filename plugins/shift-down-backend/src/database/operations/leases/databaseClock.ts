/**
 * The clock that leases go by: the database's, since those of replicas may differ.
 * As text, like every moment that is stored: ISO 8601 in UTC, to the millisecond.
 */
import type { Knex } from 'knex';

/** The moment so many seconds from now, when the statement comes to it. @internal */
export function databaseClock(
  knex: Knex,
  secondsFromNow: number = 0,
): Knex.Raw {
  // Not now(), which stands still while a transaction waits for a lock.
  return knex.client.config.client === 'pg'
    ? knex.raw(
        `to_char((clock_timestamp() + ? * interval '1 second') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
        [secondsFromNow],
      )
    : knex.raw(`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?)`, [
        `${secondsFromNow} seconds`,
      ]);
}
