import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiQuestionLine,
} from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { Label } from '../common';
import styles from './EntitySecurity.module.css';

/** How many checks fail, are unknown and pass; those of which there are none are left out. */
export function Counts(props: {
  failing: number;
  unknown: number;
  passing: number;
}) {
  const t = useText();
  const { failing, unknown, passing } = props;
  return (
    <span className={styles.counts}>
      {failing > 0 && (
        <Label icon={RiCloseCircleFill} tone="danger">
          {t('posture.counts.failing', { count: failing })}
        </Label>
      )}
      {unknown > 0 && (
        <Label icon={RiQuestionLine} tone="warning">
          {t('posture.counts.unknown', { count: unknown })}
        </Label>
      )}
      {passing > 0 && (
        <Label icon={RiCheckboxCircleFill} tone="success">
          {t('posture.counts.passing', { count: passing })}
        </Label>
      )}
      {failing + unknown + passing === 0 && t('posture.counts.none')}
    </span>
  );
}
