import type { Knex } from 'knex';
import { LeaseLostError, type Lease } from './operations/leases/lease';
import { transact } from './transact';

/**
 * A holder that stands still inside a transaction keeps its successor waiting for
 * no longer than this.
 */
const IDLE_MILLISECONDS = 10_000;

/**
 * A transaction of whoever holds the lease, and of nobody else.
 *
 * @remarks
 * The row of the lease stays locked until the end: who wants to take over waits
 * for that, or finds that it was first and this throws. It is locked no harder than
 * needed, so that the holder can renew meanwhile: a taking locks `for update`, a
 * renewal `for no key update`. SQLite has one writer.
 *
 * @throws LeaseLostError if it has been taken; nothing is written then.
 * @internal
 */
export async function transactAs<T>(
  knex: Knex,
  lease: Lease,
  work: (tx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  return await transact(knex, async tx => {
    if (tx.client.config.client === 'pg') {
      await tx.raw(
        `set local idle_in_transaction_session_timeout = ${IDLE_MILLISECONDS}`,
      );
    }
    const held = await tx('leases')
      .where({ ...lease })
      .forKeyShare()
      .first('term');
    if (!held) {
      throw new LeaseLostError(lease);
    }
    return await work(tx);
  });
}
