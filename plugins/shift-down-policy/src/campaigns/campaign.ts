/** How a campaign goes on: which step is allowed, and what is to be done next. */

/** @public */
export type CampaignState =
  | 'planned'
  | 'running'
  | 'paused'
  | 'stopped'
  | 'done';

/** @public */
export type CampaignItemState =
  | 'planned'
  | 'open'
  | 'pushed'
  | 'merged'
  | 'closed'
  | 'unchanged'
  | 'conflict'
  | 'failed'
  | 'skipped';

/** @public */
export type CampaignAction = 'start' | 'pause' | 'resume' | 'stop' | 'retry';

/** What went wrong, or what a team has said no to. @public */
export const CAMPAIGN_FAILURES: readonly CampaignItemState[] = [
  'failed',
  'conflict',
  'closed',
];

/** What is under way in the repositories themselves. @public */
export const CAMPAIGN_UNDER_WAY: readonly CampaignItemState[] = [
  'open',
  'pushed',
];

const ALLOWED: Record<
  CampaignAction,
  { from: readonly CampaignState[]; to: CampaignState }
> = {
  start: { from: ['planned'], to: 'running' },
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  stop: { from: ['planned', 'running', 'paused'], to: 'stopped' },
  retry: { from: ['running', 'paused', 'stopped', 'done'], to: 'running' },
};

/** The state after an action, or nothing if it is not allowed now. @public */
export function changeCampaign(
  state: CampaignState,
  action: CampaignAction,
): CampaignState | undefined {
  const { from, to } = ALLOWED[action];
  return from.includes(state) ? to : undefined;
}

/** @public */
export interface CampaignStep {
  /** So many more pull requests may be opened now. */
  open: number;
  /** Set where the campaign ends here. */
  end?: { state: 'stopped' | 'done'; reason?: string };
}

/** What a running campaign is to do next. @public */
export function nextCampaignStep(
  campaign: { atOnce: number; stopAfterFailures: number },
  items: readonly { state: CampaignItemState }[],
): CampaignStep {
  const count = (states: readonly CampaignItemState[]) =>
    items.filter(({ state }) => states.includes(state)).length;
  const failures = count(CAMPAIGN_FAILURES);
  const waiting = count(['planned']);
  const underWay = count(CAMPAIGN_UNDER_WAY);
  if (failures >= campaign.stopAfterFailures) {
    return {
      open: 0,
      end: {
        state: 'stopped',
        reason: `${failures} of ${items.length} repositories failed, could not be changed or refused the change`,
      },
    };
  }
  if (waiting + underWay === 0) {
    return { open: 0, end: { state: 'done' } };
  }
  return { open: Math.min(waiting, Math.max(0, campaign.atOnce - underWay)) };
}
