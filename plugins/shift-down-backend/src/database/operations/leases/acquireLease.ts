import type { Knex } from 'knex';
import type { LeaseRow } from '../../tables';
import { transact } from '../../transact';
import { databaseClock } from './databaseClock';
import type { Lease } from './lease';

/**
 * Takes a lease that is free: released, run out, or never had. Waits for a
 * transaction that its holder has under way, which may still commit.
 *
 * @param request - `seize` takes it whoever has it: for an embedded database,
 *   whose one process need not wait for the lease of the one before it.
 * @returns `undefined` while another has it.
 * @internal
 */
export async function acquireLease(
  knex: Knex,
  request: { name: string; holder: string; seconds: number; seize?: boolean },
): Promise<Lease | undefined> {
  const { name, holder, seconds, seize = false } = request;
  return await transact(knex, async tx => {
    const none: LeaseRow = { name, holder: '', expires_at: '', term: 0 };
    await tx('leases').insert(none).onConflict('name').ignore();
    const free = await tx('leases')
      .where({ name })
      .where(row => {
        if (!seize) {
          row.where('expires_at', '<=', databaseClock(knex));
        }
      })
      .forUpdate()
      .first('term');
    if (!free) {
      return undefined;
    }
    const term = Number(free.term) + 1;
    await tx('leases')
      .where({ name })
      .update({ holder, term, expires_at: databaseClock(knex, seconds) });
    return { name, holder, term };
  });
}
