/** How a managed namespace stands, in labels and words; the same in lists and in full. */
import {
  RiArrowUpCircleLine,
  RiCheckboxCircleFill,
  RiErrorWarningLine,
  RiHourglassLine,
  RiQuestionLine,
  RiShieldCheckLine,
  RiShieldKeyholeLine,
} from '@remixicon/react';
import type { ManagedNamespaceOverview } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, timeAgo } from '../common';
import { nextStep, STATE_LOOK } from './standing';
import styles from './ManagedNamespaces.module.css';

// Below restricted is no alarm here: it takes an exception.
const LEVEL_TONE = { restricted: 'success', baseline: 'info' } as const;

type Props = { namespace: ManagedNamespaceOverview };

export function StateLabel(props: Props) {
  const t = useText();
  const { state } = props.namespace;
  return (
    <Label {...STATE_LOOK[state]}>
      {t(`managedNamespaces.state.${state}`)}
    </Label>
  );
}

/** Whether there is anything to say of differences. */
export function hasDrift(namespace: ManagedNamespaceOverview): boolean {
  const { state, drifted, unknown = 0 } = namespace;
  return (
    state === 'complete' || (state !== 'gone' && (drifted > 0 || unknown > 0))
  );
}

/** Whether it still is as applied; of what is not all there, only what differs is said. */
export function DriftWords(props: Props) {
  const t = useText();
  const { drifted, unknown = 0, comparedAt } = props.namespace;
  if (!hasDrift(props.namespace)) {
    return null;
  }
  if (!comparedAt) {
    return (
      <Label icon={RiHourglassLine} tone="neutral">
        {t('managedNamespaces.drift.never')}
      </Label>
    );
  }
  return (
    <div className={styles.stack}>
      {drifted > 0 && (
        <Label icon={RiErrorWarningLine} tone="danger">
          {t('managedNamespaces.drift.differs', { count: drifted })}
        </Label>
      )}
      {unknown > 0 && (
        <Label icon={RiQuestionLine} tone="warning">
          {t('managedNamespaces.drift.unknown', { count: unknown })}
        </Label>
      )}
      {drifted === 0 && unknown === 0 && (
        <Label icon={RiCheckboxCircleFill} tone="success">
          {t('managedNamespaces.drift.none')}
        </Label>
      )}
      <Quiet>
        {t('managedNamespaces.drift.compared', { when: timeAgo(comparedAt) })}
      </Quiet>
    </div>
  );
}

/** The level that was set, and the one that was wished for where it is another. */
export function LevelWords(props: Props) {
  const t = useText();
  const { wishedLevel, appliedLevel } = props.namespace;
  // Only what is known to be as applied is shown as if it held.
  const holds = ['done', 'behind', 'unread'].includes(
    nextStep(props.namespace),
  );
  const isRestricted = appliedLevel === 'restricted';
  return (
    <div className={styles.stack}>
      <Label
        icon={isRestricted ? RiShieldKeyholeLine : RiShieldCheckLine}
        tone={holds ? LEVEL_TONE[appliedLevel] : 'neutral'}
      >
        {t(
          holds
            ? 'managedNamespaces.level.enforced'
            : 'managedNamespaces.level.set',
          { level: t(`namespaces.level.${appliedLevel}`) },
        )}
      </Label>
      {wishedLevel !== 'restricted' && (
        <Quiet>
          {appliedLevel === wishedLevel
            ? t('managedNamespaces.level.lowered')
            : t('managedNamespaces.level.wished')}
        </Quiet>
      )}
    </div>
  );
}

/** The version of the baseline, and whether there is a newer one. */
export function BaselineWords(props: Props) {
  const t = useText();
  const { baselineVersion, currentVersion, isBehind } = props.namespace;
  return (
    <div className={styles.stack}>
      <span>{baselineVersion}</span>
      {isBehind ? (
        <Label icon={RiArrowUpCircleLine} tone="warning">
          {t('managedNamespaces.baseline.behind', { version: currentVersion })}
        </Label>
      ) : (
        <Quiet>
          {currentVersion
            ? t('managedNamespaces.baseline.current')
            : t('managedNamespaces.baseline.unread')}
        </Quiet>
      )}
    </div>
  );
}
