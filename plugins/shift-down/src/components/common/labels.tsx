/** One label for each closed vocabulary: severity, result and freshness. */
import {
  RiAlarmWarningFill,
  RiArrowDownCircleLine,
  RiArrowUpCircleFill,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiForbid2Line,
  RiInformationLine,
  RiLock2Line,
  RiEqualizerLine,
  RiPlugLine,
  RiQuestionLine,
  RiSignalWifiErrorLine,
  RiTimeLine,
  RiUserForbidLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type {
  FreshnessState,
  Result,
  Severity,
} from '@shift-down/plugin-shift-down-common';
import { useText } from '../../hooks/useWords';
import { Label, type Tone } from './Label';

type Look = { icon: RemixiconComponentType; tone: Tone };

const SEVERITY_LOOK: Record<Severity, Look> = {
  critical: { icon: RiAlarmWarningFill, tone: 'danger' },
  high: { icon: RiArrowUpCircleFill, tone: 'danger' },
  medium: { icon: RiEqualizerLine, tone: 'warning' },
  low: { icon: RiArrowDownCircleLine, tone: 'info' },
  info: { icon: RiInformationLine, tone: 'neutral' },
  unknown: { icon: RiQuestionLine, tone: 'neutral' },
};

const RESULT_LOOK: Record<Result, Look> = {
  fail: { icon: RiCloseCircleFill, tone: 'danger' },
  unknown: { icon: RiQuestionLine, tone: 'warning' },
  pass: { icon: RiCheckboxCircleFill, tone: 'success' },
  'not-applicable': { icon: RiForbid2Line, tone: 'neutral' },
};

const FRESHNESS_LOOK: Record<FreshnessState, Look> = {
  fresh: { icon: RiCheckboxCircleFill, tone: 'success' },
  stale: { icon: RiTimeLine, tone: 'warning' },
  forbidden: { icon: RiLock2Line, tone: 'warning' },
  'not-installed': { icon: RiPlugLine, tone: 'neutral' },
  failed: { icon: RiSignalWifiErrorLine, tone: 'danger' },
};

export function SeverityLabel(props: { severity: Severity; count?: number }) {
  const t = useText();
  const word = t(`words.severity.${props.severity}`);
  return (
    <Label {...SEVERITY_LOOK[props.severity]}>
      {props.count === undefined
        ? word
        : t('evidence.images.count', {
            number: String(props.count),
            severity: word.toLocaleLowerCase(),
          })}
    </Label>
  );
}

/** Unverified is a kind of unknown, and only of that. */
export function ResultLabel(props: { result: Result; unverified?: boolean }) {
  const t = useText();
  if (props.result === 'unknown' && props.unverified) {
    return (
      <Label icon={RiUserForbidLine} tone="warning">
        {t('words.unverified')}
      </Label>
    );
  }
  return (
    <Label {...RESULT_LOOK[props.result]}>
      {t(`words.result.${props.result}`)}
    </Label>
  );
}

export function FreshnessLabel(props: { state: FreshnessState }) {
  const t = useText();
  return (
    <Label {...FRESHNESS_LOOK[props.state]}>
      {t(`words.freshness.${props.state}`)}
    </Label>
  );
}
