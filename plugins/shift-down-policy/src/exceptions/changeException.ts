/** Judges a command: who, on what version, from which state, and then what it says. */
import { accept, propose } from './moves/propose';
import { answer, ask, comment } from './moves/talk';
import { approve, confirm } from './moves/approve';
import { edit } from './moves/edit';
import { lapse, reject, revoke, withdraw } from './moves/end';
import { cleanText } from './moves/contentAfter';
import { isRefusal, type ActingContext, type MoveOutcome } from './moves/move';
import { READY } from './moves/ready';
import { requireReview } from './moves/requireReview';
import { personOf } from './rules/persons';
import { refusal, type Refusal } from './rules/refusal';
import { whyNotAsk, whyNotTalk } from './rules/whyNotAsk';
import { whyNotDecide } from './rules/whyNotDecide';
import { TRANSITIONS, type TransitionRole } from './transitions';
import type {
  ExceptionCommand,
  ExceptionRecord,
  TransitionContext,
  TransitionOutcome,
} from './types';

const STATES: Record<ExceptionRecord['state'], string> = {
  requested: 'not decided yet',
  'needs-information': 'waiting for an answer',
  proposed: 'waiting for an answer to an offer',
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  revoked: 'revoked',
  lapsed: 'lapsed',
  unreviewed: 'not reviewed yet',
};

/**
 * What becomes of an exception by a command. Nothing is changed in place: the record of the
 * outcome is the next version, and its entry the next line of the thread.
 * @throws Error - if a command needs to know what is reached, and the context doesn't
 * @public
 */
export function changeException(
  record: ExceptionRecord,
  command: ExceptionCommand,
  context: TransitionContext,
): TransitionOutcome {
  const { action } = command;
  const problem =
    whyNotThey(TRANSITIONS[action].by, record, context) ??
    whyNotThisVersion(record, context) ??
    whyNotFrom(record, action) ??
    READY[action]?.(record, context);
  if (problem) {
    return { outcome: 'refused', ...problem };
  }
  const move = make(record, command, context);
  if (isRefusal(move)) {
    return { outcome: 'refused', ...move };
  }
  const exception: ExceptionRecord = {
    ...record,
    ...move.changes,
    version: record.version + 1,
  };
  return {
    outcome: 'changed',
    exception,
    entry: {
      at: context.now.toISOString(),
      ...(context.actor && { actor: personOf(context.actor) }),
      action,
      from: record.state,
      to: exception.state,
      text: cleanText(move.text ?? ''),
      detail: move.detail ?? {},
    },
  };
}

/** Why somebody has not the role that an action takes. @internal */
export function whyNotThey(
  role: TransitionRole,
  record: ExceptionRecord,
  context: TransitionContext,
): Refusal | undefined {
  switch (role) {
    case 'asker':
      return whyNotAsk(context.actor, record, context);
    case 'decider':
      return whyNotDecide(context.actor, record, context);
    case 'participant':
      return whyNotTalk(context.actor, record, context);
    default:
      return context.actor
        ? refusal('not-permitted', 'The portal does that by itself, in time.')
        : undefined;
  }
}

function whyNotThisVersion(
  record: ExceptionRecord,
  { actor, version }: TransitionContext,
): Refusal | undefined {
  // The portal judges what it has just read; people judge what they saw some time ago.
  const seen = version ?? (actor ? undefined : record.version);
  return seen === record.version
    ? undefined
    : refusal(
        'changed-meanwhile',
        'Somebody changed this since you looked. Look at it again.',
      );
}

function whyNotFrom(
  { state }: ExceptionRecord,
  action: ExceptionCommand['action'],
): Refusal | undefined {
  return TRANSITIONS[action].from.includes(state)
    ? undefined
    : refusal(
        'not-in-this-state',
        `It is ${STATES[state]}, and that can't be done to it any more, or not yet. Load it again.`,
      );
}

function make(
  record: ExceptionRecord,
  command: ExceptionCommand,
  context: TransitionContext,
): MoveOutcome {
  if (command.action === 'lapse') {
    return lapse(record, context.now);
  }
  if (command.action === 'require-review') {
    return requireReview(record, command, context);
  }
  const acting = asActing(context);
  switch (command.action) {
    case 'edit':
      return edit(record, command, acting);
    case 'comment':
      return comment(command);
    case 'ask':
      return ask(command);
    case 'answer':
      return answer(record, command, acting);
    case 'propose':
      return propose(record, command, acting);
    case 'accept':
      return accept(record, command, acting);
    case 'approve':
      return approve(record, command, acting);
    case 'reject':
      return reject(command);
    case 'withdraw':
      return withdraw(record, command, acting);
    case 'revoke':
      return revoke(record, command, acting);
    default:
      return confirm(record, command, acting);
  }
}

function asActing(context: TransitionContext): ActingContext {
  const { actor } = context;
  if (!actor) {
    throw new Error('Only a person gets here');
  }
  return { ...context, actor };
}
