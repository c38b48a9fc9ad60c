/** What somebody may do now, and why not what others may. */
import type { ExceptionAction } from '@shift-down/plugin-shift-down-common';
import { whyNotThey } from './changeException';
import { READY } from './moves/ready';
import type { Refusal } from './rules/refusal';
import { TRANSITIONS } from './transitions';
import type { ExceptionRecord, TransitionContext } from './types';

/** @public */
export interface AvailableAction {
  action: ExceptionAction;
  allowed: boolean;
  /** For people; set where it is not allowed. */
  reason?: string;
}

/**
 * Every action that some person could take in this state. What is asked for with it is
 * judged when it is.
 * @public
 */
export function availableActions(
  record: ExceptionRecord,
  context: Omit<TransitionContext, 'version'>,
): AvailableAction[] {
  const available: AvailableAction[] = [];
  for (const [action, { by, from }] of entries()) {
    if (by === 'portal' || !from.includes(record.state)) {
      continue;
    }
    const unready = READY[action]?.(record, context);
    if (unready?.code !== 'not-in-this-state') {
      available.push(offer(action, whyNotThey(by, record, context) ?? unready));
    }
  }
  return available;
}

function offer(action: ExceptionAction, problem?: Refusal): AvailableAction {
  return problem
    ? { action, allowed: false, reason: problem.message }
    : { action, allowed: true };
}

function entries() {
  return Object.entries(TRANSITIONS) as [
    keyof typeof TRANSITIONS,
    (typeof TRANSITIONS)[keyof typeof TRANSITIONS],
  ][];
}
