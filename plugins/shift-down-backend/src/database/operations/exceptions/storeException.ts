import type {
  DecisionBasis,
  ExceptionRecord,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionRow } from '../../exceptionTables';
import { contentColumns } from './exceptionRecord';

/** What is kept of an exception beside its record. @internal */
export interface ExceptionFacts {
  /** What was decided; left as it is where it isn't given. */
  decided?: { basis: DecisionBasis; hash: string };
  /** Engines would let through more than was asked for; left as it is where not given. */
  isWider?: boolean;
  /** Left as it is where it isn't given. */
  decidedAt?: string;
}

/** @internal */
export async function insertException(
  tx: Knex,
  record: ExceptionRecord,
  facts: ExceptionFacts & { importedFrom?: string },
): Promise<void> {
  const row: ExceptionRow = {
    id: record.id,
    break_glass: record.breakGlass,
    renews_id: record.renews ?? null,
    imported_from: facts.importedFrom ?? null,
    last_matched_at: null,
    decided_at: null,
    basis: null,
    content_hash: null,
    is_wider: false,
    updated_at: record.requestedAt,
    ...changingColumns(record),
    ...factColumns(facts),
  };
  await tx('exceptions').insert(row);
}

/**
 * Writes what a transition made of an exception, if nobody was faster.
 * @returns whether it still had that version
 * @internal
 */
export async function updateException(
  tx: Knex,
  record: ExceptionRecord,
  expectedVersion: number,
  facts: ExceptionFacts,
  now: string,
): Promise<boolean> {
  const updated = await tx<ExceptionRow>('exceptions')
    .where({ id: record.id, version: expectedVersion })
    .update({
      ...changingColumns(record),
      ...factColumns(facts),
      version: expectedVersion + 1,
      updated_at: now,
    });
  return updated === 1;
}

function changingColumns(record: ExceptionRecord) {
  const { active, lastEditor, proposal, requester, review } = record;
  return {
    ...contentColumns(record.content, record.severity),
    version: record.version,
    state: record.state,
    requester_ref: requester.userRef,
    requester_subject: requester.subject,
    requested_at: record.requestedAt,
    editor_ref: lastEditor.userRef,
    editor_subject: lastEditor.subject,
    active_from: active?.from ?? null,
    active_until: active?.until ?? null,
    review_due_at: record.reviewDueAt ?? null,
    review_reason: review?.reason ?? null,
    review_since: review?.since ?? null,
    proposal: proposal ? JSON.stringify(proposal) : null,
  };
}

function factColumns({ decided, decidedAt, isWider }: ExceptionFacts) {
  return {
    ...(decided && {
      basis: JSON.stringify(decided.basis),
      content_hash: decided.hash,
    }),
    ...(decidedAt !== undefined && { decided_at: decidedAt }),
    ...(isWider !== undefined && { is_wider: isWider }),
  };
}
