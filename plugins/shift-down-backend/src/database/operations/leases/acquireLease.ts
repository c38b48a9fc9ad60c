import type { Knex } from 'knex';
import type { LeaseRow } from '../../tables';

/**
 * Takes or renews a lease, unless another holder has it and it has not expired.
 *
 * @returns Whether the holder has it now.
 * @internal
 */
export async function acquireLease(
  knex: Knex,
  lease: { name: string; holder: string; now: Date; seconds: number },
): Promise<boolean> {
  const now = lease.now.toISOString();
  const row: LeaseRow = {
    name: lease.name,
    holder: lease.holder,
    expires_at: new Date(
      lease.now.getTime() + lease.seconds * 1000,
    ).toISOString(),
  };
  const taken: unknown[] = await knex<LeaseRow>('leases')
    .insert(row)
    .onConflict('name')
    .merge()
    .where(free =>
      free
        .where('leases.holder', lease.holder)
        .orWhere('leases.expires_at', '<=', now),
    )
    .returning('name');
  return taken.length > 0;
}
