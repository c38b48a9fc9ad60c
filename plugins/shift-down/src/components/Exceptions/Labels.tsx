import type { EnforcementState } from '@shift-down/plugin-shift-down-common';
import type { ExceptionOverview } from '@shift-down/plugin-shift-down-common/client';
import { DateTime } from 'luxon';
import { useText } from '../../hooks/useWords';
import { formatDay, Label, Quiet, Time, timeAgo } from '../common';
import {
  BREAK_GLASS,
  ENFORCEMENT_LOOK,
  LOOK_AGAIN,
  OVERDUE,
  PHASE_LOOK,
  STATE_LOOK,
} from './looks';
import styles from './Exceptions.module.css';

/** What was found without an end has this year for one. */
const NO_END = 9999;

type Standing = Pick<
  ExceptionOverview,
  'state' | 'phase' | 'breakGlass' | 'reviewRequired'
>;

/** Where an exception stands. An approved one is in force or not by the clock. */
export function StandingLabels(props: { exception: Standing }) {
  const t = useText();
  const { state, phase, breakGlass, reviewRequired } = props.exception;
  return (
    <span className={styles.labels}>
      {state === 'approved' ? (
        <Label {...PHASE_LOOK[phase]}>{t(`exceptions.phase.${phase}`)}</Label>
      ) : (
        <Label {...STATE_LOOK[state]}>{t(`exceptions.state.${state}`)}</Label>
      )}
      {breakGlass && (
        <Label {...BREAK_GLASS}>{t('exceptions.breakGlass')}</Label>
      )}
      {reviewRequired && (
        <Label {...LOOK_AGAIN}>{t('exceptions.lookAgain')}</Label>
      )}
    </span>
  );
}

/** What engines made of it: each state once. */
export function EnforcementLabels(props: { states: EnforcementState[] }) {
  const t = useText();
  const states = [...new Set(props.states)];
  return states.length === 0 ? (
    <Quiet>{t('exceptions.noEngine')}</Quiet>
  ) : (
    <span className={styles.labels}>
      {states.map(state => (
        <Label key={state} {...ENFORCEMENT_LOOK[state]}>
          {t(`exceptions.enforcement.${state}`)}
        </Label>
      ))}
    </span>
  );
}

/** Until when, as the day and as how long that is from now. */
export function Until(props: {
  exception: Pick<ExceptionOverview, 'until' | 'endedAt' | 'phase'>;
}) {
  const t = useText();
  const { until, endedAt, phase } = props.exception;
  const end = endedAt ?? until;
  const at = DateTime.fromISO(end, { zone: 'utc' });
  if (at.year >= NO_END) {
    return <span>{t('exceptions.noEnd')}</span>;
  }
  const over = at.toMillis() <= Date.now();
  return (
    <div className={styles.stack}>
      <time dateTime={end}>{formatDay(end)}</time>
      {(phase !== 'closed' || endedAt) && (
        <Quiet>
          {t(over ? 'exceptions.ended' : 'exceptions.ends', {
            when: timeAgo(end),
          })}
        </Quiet>
      )}
      {endedAt && <Quiet>{t('exceptions.endedEarly')}</Quiet>}
    </div>
  );
}

/** By when somebody has to decide, and whether that has passed. */
export function ReviewClock(props: {
  exception: Pick<ExceptionOverview, 'reviewDueAt' | 'overdue'>;
}) {
  const t = useText();
  const { reviewDueAt, overdue } = props.exception;
  if (!reviewDueAt) {
    return <Quiet>{t('exceptions.review.none')}</Quiet>;
  }
  return overdue ? (
    <div className={styles.stack}>
      <Label {...OVERDUE}>{t('exceptions.review.overdue')}</Label>
      <Quiet>
        {t('exceptions.review.wasDue', { when: timeAgo(reviewDueAt) })}
      </Quiet>
    </div>
  ) : (
    <div className={styles.stack}>
      <span>{t('exceptions.review.due', { when: timeAgo(reviewDueAt) })}</span>
      <Quiet>{formatDay(reviewDueAt)}</Quiet>
    </div>
  );
}

/** Who asked for it and when; found ones were asked for by nobody. */
export function AskedAt(props: {
  exception: Pick<ExceptionOverview, 'requestedAt' | 'importedFrom'>;
}) {
  const t = useText();
  const { requestedAt, importedFrom } = props.exception;
  return (
    <Quiet>
      {importedFrom ? (
        <span className={styles.anywhere}>
          {t('exceptions.importedFrom', { where: importedFrom })}
        </span>
      ) : (
        <Time at={requestedAt} />
      )}
    </Quiet>
  );
}
