/** What every move is made of. */
import type {
  Actor,
  DecisionBasis,
  ExceptionRecord,
  ThreadEntry,
  TransitionContext,
} from '../types';
import type { Refusal } from '../rules/refusal';
import { refusal } from '../rules/refusal';

/** What changes, and what the thread says of it. @internal */
export interface Change {
  changes: Partial<Omit<ExceptionRecord, 'id' | 'version'>>;
  text?: string;
  detail?: ThreadEntry['detail'];
}

/** A context of a person. @internal */
export interface ActingContext extends TransitionContext {
  actor: Actor;
}

/** @internal */
export type MoveOutcome = Change | Refusal;

/** @internal */
export function isRefusal(outcome: MoveOutcome): outcome is Refusal {
  return 'code' in outcome;
}

/** @internal */
export function whyNoText(text: string, what: string): Refusal | undefined {
  return text.trim() ? undefined : refusal('missing-field', what);
}

/**
 * What is reached as it is now.
 * @throws Error - if the caller did not look
 * @internal
 */
export function basisOf({ basis }: TransitionContext): DecisionBasis {
  if (!basis) {
    throw new Error('What the exception reaches has to be known to judge this');
  }
  return basis;
}
