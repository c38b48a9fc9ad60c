/** Who asks: the requester, and whoever owns the entity or where it runs. */
import type { Actor, ExceptionRecord, TransitionContext } from '../types';
import { isSamePerson, ownsAny } from './persons';
import { refusal, type Refusal } from './refusal';
import { whyNoDecider } from './whyNotDecide';

type AskingContext = Pick<TransitionContext, 'rules' | 'subjectOwners'>;

/** Why somebody may not change, answer for, accept or withdraw a request. @internal */
export function whyNotAsk(
  actor: Actor | undefined,
  record: Pick<ExceptionRecord, 'requester'>,
  { subjectOwners }: AskingContext,
): Refusal | undefined {
  const notPermitted = whyNoRequester(actor);
  if (notPermitted || !actor) {
    return notPermitted;
  }
  return isSamePerson(actor, record.requester) || ownsAny(actor, subjectOwners)
    ? undefined
    : refusal(
        'not-the-requester',
        'Only who asked for this exception, or an owner of what it is for, can do that.',
      );
}

/** Why somebody may not ask for anything. @internal */
export function whyNoRequester(actor: Actor | undefined): Refusal | undefined {
  if (!actor) {
    return refusal(
      'needs-a-user',
      'People ask for exceptions, not services. Sign in as a user.',
    );
  }
  return actor.permissions.request
    ? undefined
    : refusal(
        'not-permitted',
        'You are not allowed to ask for exceptions for this entity. Ask an owner of it.',
      );
}

/** Why somebody has no part in the talk about an exception. @internal */
export function whyNotTalk(
  actor: Actor | undefined,
  record: Pick<ExceptionRecord, 'requester'>,
  context: AskingContext,
): Refusal | undefined {
  const asking = whyNotAsk(actor, record, context);
  return asking && whyNoDecider(actor, context.rules) ? asking : undefined;
}
