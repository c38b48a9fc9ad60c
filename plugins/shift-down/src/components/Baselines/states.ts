/** The states of a rollout and of its namespaces, and what can be done in each. */
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiDraftLine,
  RiForbid2Line,
  RiGitPullRequestLine,
  RiPauseCircleLine,
  RiPlayCircleLine,
  RiStopCircleLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type {
  RolloutItemState,
  RolloutState,
} from '@shift-down/plugin-shift-down-common';
import type {
  Rollout,
  RolloutAction,
} from '@shift-down/plugin-shift-down-common/client';
import type { Tone } from '../common';

type Look = { icon: RemixiconComponentType; tone: Tone };

export const ROLLOUT_LOOK: Record<RolloutState, Look> = {
  planned: { icon: RiDraftLine, tone: 'neutral' },
  running: { icon: RiPlayCircleLine, tone: 'info' },
  paused: { icon: RiPauseCircleLine, tone: 'warning' },
  stopped: { icon: RiStopCircleLine, tone: 'danger' },
  done: { icon: RiCheckboxCircleFill, tone: 'success' },
};

export const ITEM_LOOK: Record<RolloutItemState, Look> = {
  failed: { icon: RiCloseCircleFill, tone: 'danger' },
  proposed: { icon: RiGitPullRequestLine, tone: 'info' },
  planned: { icon: RiTimeLine, tone: 'neutral' },
  skipped: { icon: RiForbid2Line, tone: 'neutral' },
  done: { icon: RiCheckboxCircleFill, tone: 'success' },
  unchanged: { icon: RiCheckboxCircleFill, tone: 'success' },
};

/** What needs somebody first. */
export const ITEM_STATES = Object.keys(ITEM_LOOK) as RolloutItemState[];

/** How a state counts in the bar of progress. */
export const PART_OF: Record<
  RolloutItemState,
  'done' | 'underway' | 'wrong' | 'waiting'
> = {
  done: 'done',
  unchanged: 'done',
  proposed: 'underway',
  failed: 'wrong',
  planned: 'waiting',
  skipped: 'waiting',
};

/** What can be done with a rollout as it is now. */
export function actionsIn(
  rollout: Pick<Rollout, 'state' | 'counts'>,
): RolloutAction[] {
  const retry: RolloutAction[] = rollout.counts.failed ? ['retry'] : [];
  switch (rollout.state) {
    case 'planned':
      return ['start', 'stop'];
    case 'running':
      return ['pause', ...retry, 'stop'];
    case 'paused':
      return ['resume', ...retry, 'stop'];
    case 'done':
      return retry;
    default:
      return [];
  }
}
