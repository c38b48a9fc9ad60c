/** How a managed namespace stands, and what to do about it. */
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiDeleteBinLine,
  RiErrorWarningLine,
  RiForbid2Line,
  RiGitPullRequestLine,
  RiLoader2Line,
  RiQuestionLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type {
  ManagedNamespaceState,
  ManagedObjectState,
  ProofOutcome,
} from '@shift-down/plugin-shift-down-common';
import type { ManagedNamespaceOverview } from '@shift-down/plugin-shift-down-common/client';
import type { Tone } from '../common';

type Look = { icon: RemixiconComponentType; tone: Tone };

export const STATE_LOOK: Record<ManagedNamespaceState, Look> = {
  applying: { icon: RiLoader2Line, tone: 'info' },
  partial: { icon: RiErrorWarningLine, tone: 'danger' },
  proposed: { icon: RiGitPullRequestLine, tone: 'info' },
  complete: { icon: RiCheckboxCircleFill, tone: 'success' },
  gone: { icon: RiDeleteBinLine, tone: 'warning' },
};

export const OBJECT_LOOK: Record<ManagedObjectState, Look> = {
  pending: { icon: RiTimeLine, tone: 'neutral' },
  proposed: { icon: RiGitPullRequestLine, tone: 'info' },
  applied: { icon: RiCheckboxCircleFill, tone: 'success' },
  conflict: { icon: RiErrorWarningLine, tone: 'danger' },
  refused: { icon: RiForbid2Line, tone: 'danger' },
  failed: { icon: RiCloseCircleFill, tone: 'danger' },
};

export const PROOF_LOOK: Record<ProofOutcome, Look> = {
  proved: { icon: RiCheckboxCircleFill, tone: 'success' },
  failed: { icon: RiCloseCircleFill, tone: 'danger' },
  'not-proved': { icon: RiQuestionLine, tone: 'warning' },
};

/** What matters most now. */
export type NextStep =
  | 'gone'
  | 'proposed'
  | 'applying'
  | 'partial'
  | 'drifted'
  | 'behind'
  | 'unknown'
  | 'unread'
  | 'done';

type Standing = Pick<
  ManagedNamespaceOverview,
  'state' | 'drifted' | 'unknown' | 'comparedAt' | 'isBehind' | 'currentVersion'
>;

/** Nothing is done as long as nobody compared what is there, or knows what is current. */
export function nextStep(namespace: Standing): NextStep {
  const { state, drifted, unknown = 0, comparedAt } = namespace;
  if (state !== 'complete') {
    return state;
  }
  if (drifted > 0) {
    return 'drifted';
  }
  if (namespace.isBehind) {
    return 'behind';
  }
  if (unknown > 0 || !comparedAt) {
    return 'unknown';
  }
  return namespace.currentVersion ? 'done' : 'unread';
}
