import type { Knex } from 'knex';

/** Any number will do that nothing else in this database uses. */
const LOCK = 7_311_983_204;

/**
 * One correlation at a time, until the transaction ends.
 *
 * @remarks
 * A new workload looks for the entities that claim it, and a new claim for the
 * workloads that it is about. Side by side, neither would see what the other has
 * not committed yet and the link would be missed for good. SQLite has only one
 * writer in any case.
 * @internal
 */
export async function lockCorrelation(tx: Knex): Promise<void> {
  if (tx.client.config.client === 'pg') {
    await tx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
  }
}
