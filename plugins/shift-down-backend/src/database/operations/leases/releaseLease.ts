import type { Knex } from 'knex';

/** Gives up a lease, so that another replica need not wait for its end. @internal */
export async function releaseLease(
  knex: Knex,
  lease: { name: string; holder: string },
): Promise<void> {
  await knex('leases')
    .where({ name: lease.name, holder: lease.holder })
    .delete();
}
