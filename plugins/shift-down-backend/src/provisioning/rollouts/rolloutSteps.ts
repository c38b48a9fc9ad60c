/** How a rollout goes on: which step is allowed, and what is to be done next. Pure. */
import type {
  RolloutItemState,
  RolloutState,
} from '@shift-down/plugin-shift-down-common';

/** @internal */
export type RolloutAction = 'start' | 'pause' | 'resume' | 'stop' | 'retry';

const ALLOWED: Record<
  RolloutAction,
  { from: readonly RolloutState[]; to: RolloutState }
> = {
  start: { from: ['planned'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  stop: { from: ['planned', 'running', 'paused'], to: 'stopped' },
  retry: { from: ['running', 'paused', 'stopped', 'done'], to: 'running' },
};

/** What is tried again when somebody wants it to be. @internal */
export const RETRIED: readonly RolloutItemState[] = ['failed', 'skipped'];

/** The state after an action, or nothing if it is not allowed now. @internal */
export function changeRollout(
  state: RolloutState,
  action: RolloutAction,
): RolloutState | undefined {
  const { from, to } = ALLOWED[action];
  return from.includes(state) ? to : undefined;
}

/** @internal */
export interface RolloutStep {
  /** So many more may be begun now. */
  begin: number;
  /** Set where the rollout ends here. */
  end?: { state: 'stopped' | 'done'; reason: string | null };
}

/** What a running rollout is to do next. @internal */
export function nextRolloutStep(
  rollout: { at_once: number; stop_after_failures: number },
  items: readonly { state: RolloutItemState }[],
): RolloutStep {
  const count = (state: RolloutItemState) =>
    items.filter(it => it.state === state).length;
  const failed = count('failed');
  const planned = count('planned');
  const proposed = count('proposed');
  if (failed >= rollout.stop_after_failures) {
    return {
      begin: 0,
      end: {
        state: 'stopped',
        reason: `${failed} of ${items.length} namespaces failed; those that are left stay as they are`,
      },
    };
  }
  if (planned + proposed === 0) {
    return { begin: 0, end: { state: 'done', reason: null } };
  }
  return { begin: Math.min(planned, Math.max(0, rollout.at_once - proposed)) };
}
