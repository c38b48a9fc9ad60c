import {
  chainHash,
  type ThreadEntry,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionThreadRow } from '../../exceptionTables';

/**
 * Appends to the one chain of all exceptions. Whoever appends holds its end until the
 * transaction is over, so that there are neither gaps nor forks.
 * @internal
 */
export async function appendToThread(
  tx: Knex.Transaction,
  exceptionId: string,
  entry: ThreadEntry,
): Promise<void> {
  const query = tx<{ id: number; sequence: number; hash: string }>(
    'exception_chain',
  ).where({ id: 1 });
  const end = await (tx.client.config.client === 'pg'
    ? query.forUpdate()
    : query
  ).first();
  if (!end) {
    throw new Error(
      'The chain of decisions has lost its end: restore exception_chain from a backup',
    );
  }
  const sequence = end.sequence + 1;
  const hash = chainHash(end.hash, { exceptionId, sequence, ...entry });
  const row: ExceptionThreadRow = {
    sequence,
    exception_id: exceptionId,
    at: entry.at,
    actor_ref: entry.actor?.userRef ?? null,
    actor_subject: entry.actor?.subject ?? null,
    action: entry.action,
    from_state: entry.from ?? null,
    to_state: entry.to,
    text: entry.text,
    detail: JSON.stringify(entry.detail),
    previous_hash: end.hash,
    hash,
  };
  await tx('exception_thread').insert(row);
  await tx('exception_chain').where({ id: 1 }).update({ sequence, hash });
}
