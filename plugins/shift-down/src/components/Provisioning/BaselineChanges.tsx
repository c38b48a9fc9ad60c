import {
  RiAddCircleLine,
  RiEditCircleLine,
  RiIndeterminateCircleLine,
} from '@remixicon/react';
import type { BaselineChange } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { Label } from '../common';
import { Differences } from './Differences';
import styles from './Provisioning.module.css';

const LOOK = {
  added: { icon: RiAddCircleLine, tone: 'success' },
  changed: { icon: RiEditCircleLine, tone: 'info' },
  removed: { icon: RiIndeterminateCircleLine, tone: 'warning' },
} as const;

/** What differs between two versions of the baseline, object by object. */
export function BaselineChanges(props: {
  label: string;
  changes: BaselineChange[];
}) {
  const t = useText();
  return (
    <ul aria-label={props.label} className={styles.objects}>
      {props.changes.map(({ id, title, change, differences = [] }) => (
        <li key={`${id}/${change}`} className={styles.stack}>
          <div className={styles.beside}>
            <Label {...LOOK[change]}>
              {t(`provisioning.changes.${change}`)}
            </Label>
            <strong className={styles.breakable}>{title}</strong>
          </div>
          {differences.length > 0 && (
            <details className={styles.fold}>
              <summary>
                {t('provisioning.changes.fields', {
                  count: differences.length,
                })}
              </summary>
              <div className={styles.folded}>
                <Differences
                  label={t('provisioning.changes.caption', { title })}
                  differences={differences}
                  sides={{
                    applied: t('provisioning.changes.before'),
                    found: t('provisioning.changes.after'),
                  }}
                />
              </div>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
