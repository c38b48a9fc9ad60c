/** What has to be so for a move, beyond who makes it and the state. */
import { phaseOf } from '../record/phaseOf';
import { refusal, type Refusal } from '../rules/refusal';
import type {
  ExceptionCommand,
  ExceptionRecord,
  TransitionContext,
} from '../types';
import { approvalsOf, hashOf, whyApprovedAlready } from './decision';

type Readiness = (
  record: ExceptionRecord,
  context: TransitionContext,
) => Refusal | undefined;

/** Whether somebody broke the glass, and nobody has looked at it yet. @internal */
export function isUnreviewedGlass(record: ExceptionRecord): boolean {
  return (
    record.state === 'approved' &&
    record.breakGlass &&
    record.approvals.length === 0
  );
}

/** @internal */
export const READY: Partial<Record<ExceptionCommand['action'], Readiness>> = {
  approve: whyNotOnceMore,
  withdraw: whyEnded,
  revoke: (record, context) =>
    isUnreviewedGlass(record) ? undefined : whyEnded(record, context),
  confirm: whyNotToConfirm,
  lapse: whyNotLapsed,
  'require-review': (record, context) =>
    record.review
      ? refusal('not-in-this-state', 'It is under review already.')
      : whyEnded(record, context),
};

function whyEnded(
  record: ExceptionRecord,
  { now }: TransitionContext,
): Refusal | undefined {
  return phaseOf(record.state, record.active, now) === 'ended'
    ? refusal(
        'too-late',
        'It has ended already. Ask for another one if it is still needed.',
      )
    : undefined;
}

function whyNotToConfirm(
  record: ExceptionRecord,
  context: TransitionContext,
): Refusal | undefined {
  if (record.state === 'unreviewed') {
    return whyNotOnceMore(record, context);
  }
  if (!record.review) {
    return refusal('not-in-this-state', 'Nothing has to be looked at again.');
  }
  if (!isUnreviewedGlass(record)) {
    return whyEnded(record, context) ?? whyNotOnceMore(record, context);
  }
  return isDue(record, context.now)
    ? refusal(
        'too-late',
        'It was not reviewed in time, and lapses. Ask for an exception if it is still needed.',
      )
    : undefined;
}

function whyNotOnceMore(
  record: ExceptionRecord,
  { actor, basis }: TransitionContext,
): Refusal | undefined {
  return actor && basis
    ? whyApprovedAlready(
        actor,
        approvalsOf(record, hashOf(record.content, basis)),
      )
    : undefined;
}

function whyNotLapsed(
  record: ExceptionRecord,
  { now }: TransitionContext,
): Refusal | undefined {
  const isGlassLate = isUnreviewedGlass(record) && isDue(record, now);
  // What was found lapses when it is gone.
  return isGlassLate || record.state === 'unreviewed'
    ? undefined
    : refusal(
        'not-in-this-state',
        'Only a broken glass that nobody reviewed in time lapses.',
      );
}

function isDue({ reviewDueAt }: ExceptionRecord, now: Date): boolean {
  return reviewDueAt !== undefined && Date.parse(reviewDueAt) <= now.getTime();
}
