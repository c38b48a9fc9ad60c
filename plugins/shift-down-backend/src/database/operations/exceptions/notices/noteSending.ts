/** What became of a message. */
import type { Knex } from 'knex';
import type { ExceptionNoticeRow } from '../../../exceptionTables';

/**
 * Before it is sent, so that nobody else sends it meanwhile.
 * @param retryAt - unset: it was the last try
 * @internal
 */
export async function noteAttempt(
  tx: Knex,
  id: string,
  retryAt: Date | undefined,
): Promise<void> {
  await tx<ExceptionNoticeRow>('exception_notices')
    .where('id', id)
    .update({ next_at: retryAt?.toISOString() ?? null })
    .increment('attempts', 1);
}

/** @internal */
export async function noteSent(
  knex: Knex,
  id: string,
  now: Date,
): Promise<void> {
  await knex<ExceptionNoticeRow>('exception_notices')
    .where('id', id)
    .update({ sent_at: now.toISOString(), next_at: null });
}
