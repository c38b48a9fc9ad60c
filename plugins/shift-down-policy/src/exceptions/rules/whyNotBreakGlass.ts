import type { Actor, ExceptionContent, ExceptionRules } from '../types';
import { ownsAny } from './persons';
import { refusal, type Refusal } from './refusal';
import { HOUR } from './time';
import { whyDecidingIsOff } from './whyNotDecide';

/** Whatever config says: what lasts longer than a day can be asked for. */
const MAXIMUM_HOURS = 24;

/** Why somebody may not break the glass. @public */
export function whyNotBreakGlass(
  actor: Actor | undefined,
  rules: ExceptionRules,
): Refusal | undefined {
  if (!actor) {
    return refusal(
      'needs-a-user',
      'People break the glass, not services. Sign in as a user.',
    );
  }
  // Where nobody decides, nobody would look at it the next day.
  const off = whyDecidingIsOff(rules);
  if (off) {
    return off;
  }
  if (!actor.permissions.breakGlass) {
    return refusal(
      'not-permitted',
      'You are not allowed to break the glass. Ask for the permission shift-down.exceptions.break-glass.',
    );
  }
  return ownsAny(actor, rules.breakGlass.holders)
    ? undefined
    : refusal(
        'not-a-holder',
        'You are not named in shiftDown.exceptions.breakGlass.holders. Ask one of them, or ask for an exception.',
      );
}

/** Why something is too long, or not now, for breaking the glass. @internal */
export function whyNotInAnEmergency(
  { from, until }: ExceptionContent,
  { breakGlass: { maxHours } }: ExceptionRules,
  now: Date,
): Refusal | undefined {
  const hours = Math.min(maxHours, MAXIMUM_HOURS);
  if (Date.parse(from) > now.getTime()) {
    return refusal(
      'not-for-this',
      'Breaking the glass works at once. Leave out the start, or ask for an exception.',
    );
  }
  return Date.parse(until) - now.getTime() > hours * HOUR
    ? refusal(
        'too-long',
        `Breaking the glass lasts ${hours} hours at most. Choose an earlier end, and ask for an exception beside it.`,
      )
    : undefined;
}
