import { RiAlarmWarningLine, RiCalendarCheckLine } from '@remixicon/react';
import { useText } from '../../hooks/useWords';
import { Label, Quiet, timeAgo } from '../common';
import styles from './SupplyChain.module.css';

/** When something has to be dealt with, and whether that has passed. */
export function Due(props: { dueAt?: string; overdue?: boolean }) {
  const t = useText();
  const { dueAt, overdue } = props;
  if (!dueAt) {
    return <Quiet>{t('supplyChain.due.none')}</Quiet>;
  }
  return overdue ? (
    <div className={styles.stack}>
      <Label icon={RiAlarmWarningLine} tone="danger">
        {t('supplyChain.due.overdue')}
      </Label>
      <Quiet>{t('supplyChain.due.wasDue', { when: timeAgo(dueAt) })}</Quiet>
    </div>
  ) : (
    <Label icon={RiCalendarCheckLine} tone="neutral">
      {t('supplyChain.due.due', { when: timeAgo(dueAt) })}
    </Label>
  );
}
