/** What was decided stays; what came since has to be decided as well. */
import { reviewDueAt } from '../clock/workingDays';
import type {
  ExceptionCommand,
  ExceptionRecord,
  TransitionContext,
} from '../types';
import { cleanText } from './contentAfter';
import { whyNoText, type MoveOutcome } from './move';

/** @internal */
export function requireReview(
  record: ExceptionRecord,
  command: Extract<ExceptionCommand, { action: 'require-review' }>,
  { now, rules, severity = record.severity }: TransitionContext,
): MoveOutcome {
  const reason = cleanText(command.reason);
  return (
    whyNoText(reason, 'A review needs a reason.') ?? {
      changes: {
        review: { reason, since: now.toISOString() },
        reviewDueAt: reviewDueAt(
          now,
          rules.limits[severity].reviewDays,
          rules.calendar,
        ),
      },
      text: reason,
    }
  );
}
