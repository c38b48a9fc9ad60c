/** What a finding shows of the exceptions over it: a badge in lists, more in its panel. */
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link, Text } from '@backstage/ui';
import {
  RiCalendarCheckLine,
  RiHourglassLine,
  RiShieldKeyholeLine,
} from '@remixicon/react';
import type {
  Finding,
  FindingDetail,
  FindingException,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { exceptionRequestRouteRef, exceptionRouteRef } from '../../routes';
import { formatDay, Label, Quiet } from '../common';
import { StandingLabels } from './Labels';
import styles from './Exceptions.module.css';

type Excepted = Pick<Finding, 'exempt' | 'exceptions'>;

/** Says of an excepted finding until when, or that somebody has asked. */
export function ExemptLabel(props: { finding: Excepted }) {
  const t = useText();
  const { exempt, exceptions = [] } = props.finding;
  const active = latest(exceptions.filter(({ phase }) => phase === 'active'));
  const scheduled = exceptions.find(({ phase }) => phase === 'scheduled');
  if (active) {
    const day = formatDay(active.until);
    return (
      <Label icon={RiShieldKeyholeLine} tone="info">
        {exempt
          ? t('exceptions.finding.exempt', { day })
          : t('exceptions.finding.partly', { day })}
      </Label>
    );
  }
  if (scheduled) {
    return (
      <Label icon={RiCalendarCheckLine} tone="neutral">
        {t('exceptions.finding.scheduled', {
          day: formatDay(scheduled.from ?? scheduled.until),
        })}
      </Label>
    );
  }
  return exceptions.some(({ phase }) => phase === 'open') ? (
    <Label icon={RiHourglassLine} tone="neutral">
      {t('exceptions.finding.requested')}
    </Label>
  ) : null;
}

/** Exceptions over a finding, with the way to each, and to the form. */
export function FindingExceptions(props: {
  finding: FindingDetail;
  /** The entity that it is looked at from. */
  entityRef?: string;
}) {
  const t = useText();
  const form = useRouteRef(exceptionRequestRouteRef);
  const linkTo = useRouteRef(exceptionRouteRef);
  const { finding, entityRef } = props;
  const { exceptions = [], exempt, id, result } = finding;
  const search = new URLSearchParams({
    finding: id,
    ...(entityRef && { entityRef }),
  });
  const askable = form && ['fail', 'unknown'].includes(result) && !exempt;
  return (
    <div className={styles.stack}>
      {exempt && <Text as="p">{t('exceptions.finding.real')}</Text>}
      {exceptions.length > 0 && (
        <ul className={styles.plain}>
          {exceptions.map(exception => (
            <li key={exception.id} className={styles.labels}>
              <StandingLabels
                exception={{
                  ...exception,
                  breakGlass: Boolean(exception.breakGlass),
                  reviewRequired: false,
                }}
              />
              <Quiet>
                {t('exceptions.finding.until', {
                  day: formatDay(exception.until),
                })}
              </Quiet>
              {linkTo && (
                <Link href={linkTo({ id: exception.id })}>
                  {t('exceptions.finding.open')}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
      {askable && (
        <ButtonLink
          size="small"
          variant="secondary"
          href={`${form()}?${search}`}
        >
          {t('exceptions.ask')}
        </ButtonLink>
      )}
    </div>
  );
}

function latest(exceptions: FindingException[]): FindingException | undefined {
  return [...exceptions].sort((left, right) =>
    right.until.localeCompare(left.until),
  )[0];
}
