import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { ExceptionNoticeRow } from '../../../exceptionTables';

/** Everything that people are told about exceptions. @internal */
export const NOTICE_OCCASIONS = [
  'requested',
  'decided',
  'ending-14',
  'ending-3',
  'enforcement-failed',
  'overstaying',
  'break-glass',
] as const;

/** {@inheritDoc NOTICE_OCCASIONS} @internal */
export type NoticeOccasion = (typeof NOTICE_OCCASIONS)[number];

/** What a message says beside the exception; never what somebody wrote. @internal */
export interface NoticeDetail {
  /** User ref of who did it: they know. */
  by?: string;
  /** Where it stands now, of `decided`. */
  state?: string;
  /** Decided before, and to be looked at once more, of `requested`. */
  again?: boolean;
  /** Name of the cluster, of `enforcement-failed` and `overstaying`. */
  cluster?: string;
  /** Target, of `enforcement-failed` and `overstaying`. */
  target?: string;
}

/** @internal */
export interface Notice {
  exceptionId: string;
  occasion: NoticeOccasion;
  /**
   * Which one of several of this occasion: the exception's version, an enforcement and
   * since when, … What names the same is one message.
   */
  which?: string;
  detail: NoticeDetail;
  now: Date;
}

/**
 * Puts a message into the outbox, in the transaction of what it is about; to put it there
 * again changes nothing.
 * @internal
 */
export async function storeNotice(tx: Knex, notice: Notice): Promise<void> {
  const { exceptionId, occasion, which, detail, now } = notice;
  const row: ExceptionNoticeRow = {
    id: `${exceptionId}:${occasion}:${shorten(which ?? '')}`,
    exception_id: exceptionId,
    occasion,
    detail: JSON.stringify(detail),
    created_at: now.toISOString(),
    sent_at: null,
    next_at: now.toISOString(),
    attempts: 0,
  };
  await tx('exception_notices').insert(row).onConflict('id').ignore();
}

/** The column holds a hundred characters of it. */
function shorten(which: string): string {
  return which.length <= 100
    ? which
    : createHash('sha256').update(which).digest('hex');
}
