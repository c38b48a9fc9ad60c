import type {
  ExceptionAction,
  ExceptionState,
} from '@shift-down/plugin-shift-down-common';
import {
  verifyChain,
  type ChainLink,
  type ChainVerdict,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionThreadRow } from '../../exceptionTables';

/** Lines that are read at a time. */
const LINES = 1000;

/** Whether the record of decisions is whole, up to where it is known to end. @internal */
export async function loadChain(knex: Knex): Promise<ChainVerdict> {
  // Lines may be appended meanwhile: what counts is the end of before.
  const end: { sequence: number; hash: string } | undefined = await knex(
    'exception_chain',
  )
    .where({ id: 1 })
    .first('sequence', 'hash');
  if (!end) {
    return { state: 'broken', brokenAt: 0 };
  }
  let after: { sequence: number; hash: string } | undefined;
  for (;;) {
    const rows: ExceptionThreadRow[] = await knex<ExceptionThreadRow>(
      'exception_thread',
    )
      .where('sequence', '>', after?.sequence ?? 0)
      .where('sequence', '<=', end.sequence)
      .orderBy('sequence')
      .limit(LINES);
    const isLast = rows.length < LINES;
    const verdict = verifyChain(rows.map(toLink), {
      ...(after && { after }),
      ...(isLast && { end }),
    });
    const last = rows.at(-1);
    if (isLast || !last || verdict.state === 'broken') {
      return verdict;
    }
    after = { sequence: last.sequence, hash: last.hash };
  }
}

function toLink(row: ExceptionThreadRow): ChainLink {
  return {
    sequence: row.sequence,
    exceptionId: row.exception_id,
    at: row.at,
    ...(row.actor_ref !== null && {
      actor: { userRef: row.actor_ref, subject: row.actor_subject ?? '' },
    }),
    action: row.action as ExceptionAction,
    ...(row.from_state !== null && { from: row.from_state as ExceptionState }),
    to: row.to_state as ExceptionState,
    text: row.text,
    detail: JSON.parse(row.detail),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
