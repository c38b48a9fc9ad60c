import {
  RiCloseCircleFill,
  RiDeleteBinLine,
  RiErrorWarningLine,
  RiQuestionLine,
} from '@remixicon/react';
import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import { useText } from '../../hooks/useWords';
import { Label, Quiet } from '../common';
import { Differences } from './Differences';
import { useObjectName } from './useObjectName';
import styles from './Provisioning.module.css';

const LOOK = {
  missing: { icon: RiDeleteBinLine, tone: 'danger' },
  changed: { icon: RiErrorWarningLine, tone: 'danger' },
  added: { icon: RiCloseCircleFill, tone: 'danger' },
  unknown: { icon: RiQuestionLine, tone: 'warning' },
} as const;

/** Objects that are not as they should be, each with the fields that differ. */
export function DriftList(props: { label: string; drift: ObjectDrift[] }) {
  const t = useText();
  const nameOf = useObjectName();
  return (
    <ul aria-label={props.label} className={styles.objects}>
      {props.drift.map(item => {
        const object = nameOf(item);
        return (
          <li
            key={`${item.type}/${item.kind}/${item.namespace}/${item.name}`}
            className={styles.stack}
          >
            <div className={styles.beside}>
              <Label {...LOOK[item.type]}>
                {t(`provisioning.drift.type.${item.type}`)}
              </Label>
              <strong className={styles.breakable}>{object}</strong>
            </div>
            <span className={styles.breakable}>{item.message}</span>
            <Differences
              label={t('provisioning.drift.caption', { name: object })}
              differences={item.differences}
            />
            {item.controls.length > 0 && (
              <Quiet as="p">
                {t('provisioning.drift.controls', {
                  controls: item.controls.join(', '),
                })}
              </Quiet>
            )}
          </li>
        );
      })}
    </ul>
  );
}
