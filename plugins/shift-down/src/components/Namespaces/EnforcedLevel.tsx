import {
  RiQuestionLine,
  RiShieldCheckLine,
  RiShieldKeyholeLine,
  RiShieldLine,
} from '@remixicon/react';
import type { NamespaceReadiness } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label, Quiet } from '../common';
import styles from './Namespaces.module.css';

const VERSION = 'pod-security.kubernetes.io/enforce-version';

const LOOK = {
  restricted: { icon: RiShieldKeyholeLine, tone: 'success' },
  baseline: { icon: RiShieldCheckLine, tone: 'info' },
  privileged: { icon: RiShieldLine, tone: 'warning' },
} as const;

/** The level that the API server enforces now, and whether its version is named. */
export function EnforcedLevel(props: { readiness: NamespaceReadiness }) {
  const t = useText();
  const { enforces, labels, freshness } = props.readiness;
  if (!enforces) {
    return (
      <div className={styles.stack}>
        {freshness === 'fresh' ? (
          <Label icon={RiShieldLine} tone="warning">
            {t('namespaces.enforces.none')}
          </Label>
        ) : (
          <Label icon={RiQuestionLine} tone="neutral">
            {t('namespaces.enforces.unknown')}
          </Label>
        )}
      </div>
    );
  }
  const version = labels[VERSION] ?? 'latest';
  return (
    <div className={styles.stack}>
      <Label {...LOOK[enforces]}>
        {t('namespaces.enforces.level', {
          level: t(`namespaces.level.${enforces}`),
        })}
      </Label>
      <Quiet>
        {version === 'latest'
          ? t('namespaces.enforces.latest')
          : t('namespaces.enforces.pinned', { version })}
      </Quiet>
    </div>
  );
}
