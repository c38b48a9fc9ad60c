import { Text } from '@backstage/ui';
import type { ExceptionLimits } from '@shift-down/plugin-shift-down-common/client';
import { DateTime } from 'luxon';
import { useText } from '../../hooks/useWords';
import { formatDay, Quiet } from '../common';
import { DateField } from './DateField';
import { lastDayWithin, today } from './days';
import { USUAL_DAYS } from './form';
import styles from './Exceptions.module.css';

/** When it ends, with the limits that it is measured by. */
export function UntilFields(props: {
  value: string;
  limits?: ExceptionLimits;
  /** From when on it holds; from now on if left out. */
  from?: string;
  exceptedDays?: number;
  onChange: (day: string) => void;
}) {
  const t = useText();
  const { value, limits, from, exceptedDays = 0, onChange } = props;
  const last = limits && lastDayWithin(limits.maxDays, from ?? now());
  return (
    <div className={styles.stack}>
      <DateField
        label={t('exceptions.form.until.field')}
        description={
          limits &&
          t('exceptions.form.until.longest', {
            days: String(limits.maxDays),
            severity: t(
              `words.severity.${limits.severity}`,
            ).toLocaleLowerCase(),
            day: formatDay(last ?? ''),
          })
        }
        isRequired
        min={today()}
        max={last}
        value={value}
        onChange={onChange}
      />
      {limits && (
        <>
          <Text as="p" variant="body-small">
            {t('exceptions.form.until.decided', {
              count: limits.approvals,
              days: t('exceptions.form.until.days', {
                count: limits.reviewDays,
              }),
            })}
          </Text>
          <Quiet as="p">
            {t('exceptions.form.until.total', {
              total: String(limits.maxTotalDays),
              used: t('exceptions.form.until.days', {
                count: Math.ceil(exceptedDays),
              }),
            })}
          </Quiet>
        </>
      )}
    </div>
  );
}

/** The end that is proposed: a month, or as long as may be. */
export function usualEnd(limits: ExceptionLimits, from?: string): string {
  return lastDayWithin(Math.min(USUAL_DAYS, limits.maxDays), from ?? now());
}

function now(): string {
  return DateTime.now().toISO();
}
