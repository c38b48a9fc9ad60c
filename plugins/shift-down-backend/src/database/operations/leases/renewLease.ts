import type { Knex } from 'knex';
import { databaseClock } from './databaseClock';
import type { Lease } from './lease';

/**
 * Prolongs a lease, counted from now. One that has run out can still be renewed if
 * nobody has taken it since. Does not wait for the holder's own transactions.
 *
 * @returns Whether it is still held.
 * @internal
 */
export async function renewLease(
  knex: Knex,
  { name, holder, term }: Lease,
  seconds: number,
): Promise<boolean> {
  const renewed = await knex('leases')
    .where({ name, holder, term })
    .update({ expires_at: databaseClock(knex, seconds) });
  return renewed > 0;
}
