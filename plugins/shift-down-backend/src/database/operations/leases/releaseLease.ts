import type { Knex } from 'knex';
import type { Lease } from './lease';

/**
 * Gives up a lease, so that another replica need not wait for its end. The term
 * stays, for the next one to be counted from it.
 * @internal
 */
export async function releaseLease(
  knex: Knex,
  { name, holder, term }: Lease,
): Promise<void> {
  await knex('leases')
    .where({ name, holder, term })
    .update({ holder: '', expires_at: '' });
}
