/** Icon and tint of each state; the word beside them carries the meaning. */
import {
  RiAlarmWarningLine,
  RiArrowGoBackLine,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiEditLine,
  RiErrorWarningLine,
  RiEyeLine,
  RiFileList3Line,
  RiForbid2Line,
  RiHandCoinLine,
  RiHourglassLine,
  RiQuestionAnswerLine,
  RiQuestionLine,
  RiTimeLine,
  RiTimerFlashLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type {
  EnforcementState,
  ExceptionPhase,
  ExceptionState,
} from '@shift-down/plugin-shift-down-common';
import type { Tone } from '../common';

type Look = { icon: RemixiconComponentType; tone: Tone };

export const STATE_LOOK: Record<ExceptionState, Look> = {
  requested: { icon: RiHourglassLine, tone: 'info' },
  'needs-information': { icon: RiQuestionAnswerLine, tone: 'warning' },
  proposed: { icon: RiHandCoinLine, tone: 'warning' },
  approved: { icon: RiCheckboxCircleFill, tone: 'success' },
  rejected: { icon: RiCloseCircleFill, tone: 'neutral' },
  withdrawn: { icon: RiArrowGoBackLine, tone: 'neutral' },
  revoked: { icon: RiForbid2Line, tone: 'danger' },
  lapsed: { icon: RiTimerFlashLine, tone: 'danger' },
  unreviewed: { icon: RiQuestionLine, tone: 'warning' },
};

/** Of an approved one. */
export const PHASE_LOOK: Record<ExceptionPhase, Look> = {
  open: { icon: RiHourglassLine, tone: 'info' },
  scheduled: { icon: RiTimeLine, tone: 'info' },
  active: { icon: RiCheckboxCircleFill, tone: 'success' },
  ended: { icon: RiTimerFlashLine, tone: 'neutral' },
  closed: { icon: RiForbid2Line, tone: 'neutral' },
};

export const ENFORCEMENT_LOOK: Record<EnforcementState, Look> = {
  pending: { icon: RiHourglassLine, tone: 'info' },
  applied: { icon: RiCheckboxCircleFill, tone: 'success' },
  drifted: { icon: RiEditLine, tone: 'warning' },
  failed: { icon: RiErrorWarningLine, tone: 'danger' },
  removing: { icon: RiHourglassLine, tone: 'info' },
  overstaying: { icon: RiAlarmWarningLine, tone: 'danger' },
  removed: { icon: RiForbid2Line, tone: 'neutral' },
  'portal-only': { icon: RiFileList3Line, tone: 'neutral' },
};

export const LOOK_AGAIN: Look = { icon: RiEyeLine, tone: 'warning' };
export const OVERDUE: Look = { icon: RiAlarmWarningLine, tone: 'danger' };
export const BREAK_GLASS: Look = { icon: RiAlarmWarningLine, tone: 'warning' };
