import type { ExceptionState } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { ExceptionThreadRow } from '../../exceptionTables';

/** A line as it is shown. @internal */
export interface ThreadLine {
  at: string;
  /** Unset: the portal itself. */
  actor?: { userRef: string };
  action: string;
  from?: ExceptionState;
  to: ExceptionState;
  text: string;
  detail: Record<string, string | number | boolean>;
  hash: string;
}

/** Everything that happened to one exception, from the beginning. @internal */
export async function loadThread(
  knex: Knex,
  exceptionId: string,
): Promise<ThreadLine[]> {
  const rows = await knex<ExceptionThreadRow>('exception_thread')
    .where({ exception_id: exceptionId })
    .orderBy('sequence');
  return rows.map(row => ({
    at: row.at,
    ...(row.actor_ref !== null && { actor: { userRef: row.actor_ref } }),
    action: row.action,
    ...(row.from_state !== null && { from: row.from_state as ExceptionState }),
    to: row.to_state as ExceptionState,
    text: row.text,
    detail: JSON.parse(row.detail),
    hash: row.hash,
  }));
}
