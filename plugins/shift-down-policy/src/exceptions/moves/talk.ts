/** What is said in between. */
import { reviewDueAt } from '../clock/workingDays';
import type { ExceptionCommand, ExceptionRecord } from '../types';
import { whyNoText, type ActingContext, type MoveOutcome } from './move';

/** @internal */
export function comment({
  text,
}: Extract<ExceptionCommand, { action: 'comment' }>): MoveOutcome {
  return whyNoText(text, 'Write something.') ?? { changes: {}, text };
}

/** It is the requester's turn, and the clock of the review stands still. @internal */
export function ask({
  text,
}: Extract<ExceptionCommand, { action: 'ask' }>): MoveOutcome {
  return (
    whyNoText(text, 'Say what you want to know.') ?? {
      changes: { state: 'needs-information', reviewDueAt: undefined },
      text,
    }
  );
}

/** Answers a question, or declines what was offered instead. @internal */
export function answer(
  record: ExceptionRecord,
  { text }: Extract<ExceptionCommand, { action: 'answer' }>,
  { now, rules, severity = record.severity }: ActingContext,
): MoveOutcome {
  return (
    whyNoText(text, 'Write an answer.') ?? {
      changes: {
        state: 'requested',
        proposal: undefined,
        reviewDueAt: reviewDueAt(
          now,
          rules.limits[severity].reviewDays,
          rules.calendar,
        ),
      },
      text,
    }
  );
}
