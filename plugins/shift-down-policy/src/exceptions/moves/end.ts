/** No to what is asked for, or no more to what was approved. */
import type { ExceptionCommand, ExceptionRecord } from '../types';
import { endedNow } from './decision';
import { isUnreviewedGlass } from './ready';
import { whyNoText, type ActingContext, type MoveOutcome } from './move';

/** @internal */
export function reject({
  text,
}: Extract<ExceptionCommand, { action: 'reject' }>): MoveOutcome {
  return (
    whyNoText(text, 'Say why, and what would be approved.') ?? {
      changes: {
        state: 'rejected',
        reviewDueAt: undefined,
        proposal: undefined,
      },
      text,
    }
  );
}

/** @internal */
export function withdraw(
  record: ExceptionRecord,
  { text }: Extract<ExceptionCommand, { action: 'withdraw' }>,
  { now }: ActingContext,
): MoveOutcome {
  const active = endedNow(record.active, now);
  const detail = endDetail(active);
  // Who broke the glass can't withdraw from the review by that.
  return isUnreviewedGlass(record)
    ? { changes: { active }, text, detail }
    : {
        changes: {
          state: 'withdrawn',
          active,
          reviewDueAt: undefined,
          review: undefined,
          proposal: undefined,
        },
        text,
        detail,
      };
}

/** @internal */
export function revoke(
  record: ExceptionRecord,
  { text }: Extract<ExceptionCommand, { action: 'revoke' }>,
  { now }: ActingContext,
): MoveOutcome {
  const active = endedNow(record.active, now);
  return (
    whyNoText(text, 'Say why.') ?? {
      changes: {
        state: 'revoked',
        active,
        reviewDueAt: undefined,
        review: undefined,
      },
      text,
      detail: endDetail(active),
    }
  );
}

/** Nobody reviewed it in time. @internal */
export function lapse(record: ExceptionRecord, now: Date): MoveOutcome {
  const active = endedNow(record.active, now);
  return {
    changes: {
      state: 'lapsed',
      active,
      reviewDueAt: undefined,
      review: undefined,
    },
    detail: endDetail(active),
  };
}

function endDetail(
  active: { until: string } | undefined,
): Record<string, string> {
  return active ? { until: active.until } : {};
}
