/** The states of a campaign and of its repositories, and what can be done in each. */
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiDraftLine,
  RiErrorWarningLine,
  RiForbid2Line,
  RiGitBranchLine,
  RiGitClosePullRequestLine,
  RiGitMergeLine,
  RiGitPullRequestLine,
  RiPauseCircleLine,
  RiPlayCircleLine,
  RiStopCircleLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type {
  Campaign,
  CampaignAction,
  CampaignItem,
} from '@shift-down/plugin-shift-down-common/client';
import type { Tone } from '../common';

export type CampaignState = Campaign['state'];
export type ItemState = CampaignItem['state'];

type Look = { icon: RemixiconComponentType; tone: Tone };

export const CAMPAIGN_LOOK: Record<CampaignState, Look> = {
  planned: { icon: RiDraftLine, tone: 'neutral' },
  running: { icon: RiPlayCircleLine, tone: 'info' },
  paused: { icon: RiPauseCircleLine, tone: 'warning' },
  stopped: { icon: RiStopCircleLine, tone: 'danger' },
  done: { icon: RiCheckboxCircleFill, tone: 'success' },
};

export const ITEM_LOOK: Record<ItemState, Look> = {
  failed: { icon: RiCloseCircleFill, tone: 'danger' },
  conflict: { icon: RiErrorWarningLine, tone: 'danger' },
  closed: { icon: RiGitClosePullRequestLine, tone: 'warning' },
  open: { icon: RiGitPullRequestLine, tone: 'info' },
  pushed: { icon: RiGitBranchLine, tone: 'info' },
  planned: { icon: RiTimeLine, tone: 'neutral' },
  skipped: { icon: RiForbid2Line, tone: 'neutral' },
  merged: { icon: RiGitMergeLine, tone: 'success' },
  unchanged: { icon: RiCheckboxCircleFill, tone: 'success' },
};

/** What needs somebody first. */
export const ITEM_STATES = Object.keys(ITEM_LOOK) as ItemState[];

/** How a state counts in the bar of progress. */
export const PART_OF: Record<
  ItemState,
  'done' | 'underway' | 'wrong' | 'waiting'
> = {
  merged: 'done',
  unchanged: 'done',
  open: 'underway',
  pushed: 'underway',
  failed: 'wrong',
  conflict: 'wrong',
  closed: 'wrong',
  planned: 'waiting',
  skipped: 'waiting',
};

/** What can be done with a campaign as it is now. */
export function actionsIn(
  campaign: Pick<Campaign, 'state' | 'counts'>,
): CampaignAction[] {
  const retry: CampaignAction[] = campaign.counts.failed ? ['retry'] : [];
  switch (campaign.state) {
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
