import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { RiCloseCircleLine } from '@remixicon/react';
import type { ExceptionOverview } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { exceptionRouteRef } from '../../routes';
import {
  DataTable,
  EntityLink,
  Label,
  Quiet,
  SeverityLabel,
  type DataColumn,
} from '../common';
import {
  AskedAt,
  EnforcementLabels,
  ReviewClock,
  StandingLabels,
  Until,
} from './Labels';
import { useExceptionWords } from './useExceptionWords';
import styles from './Exceptions.module.css';

/** Exceptions with where each stands; those of one entity leave out whose they are. */
export function ExceptionTable(props: {
  exceptions: ExceptionOverview[];
  label?: string;
  ofOneEntity?: boolean;
  stale?: boolean;
}) {
  const t = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={props.label ?? t('exceptions.caption')}
      items={props.exceptions}
      keyOf={({ id }) => id}
      columns={columns.filter(
        ({ id }) => id !== 'entity' || !props.ofOneEntity,
      )}
      stale={props.stale}
    />
  );
}

function useColumns(): DataColumn<ExceptionOverview>[] {
  const t = useText();
  return [
    {
      id: 'what',
      label: t('exceptions.columns.what'),
      isRowHeader: true,
      width: '28%',
      cell: exception => <What exception={exception} />,
    },
    {
      id: 'entity',
      label: t('exceptions.columns.entity'),
      cell: ({ entityRef }) => <EntityLink entityRef={entityRef} />,
    },
    {
      id: 'who',
      label: t('exceptions.columns.who'),
      cell: exception => (
        <div className={styles.stack}>
          {exception.requester.userRef ? (
            <EntityLink entityRef={exception.requester.userRef} />
          ) : (
            <span>{t('exceptions.nobody')}</span>
          )}
          <AskedAt exception={exception} />
        </div>
      ),
    },
    {
      id: 'until',
      label: t('exceptions.columns.until'),
      cell: exception => <Until exception={exception} />,
    },
    {
      id: 'state',
      label: t('exceptions.columns.state'),
      cell: exception => <StandingLabels exception={exception} />,
    },
    {
      id: 'enforcement',
      label: t('exceptions.columns.enforcement'),
      cell: ({ enforcement }) => <EnforcementLabels states={enforcement} />,
    },
    {
      id: 'review',
      label: t('exceptions.columns.review'),
      cell: exception => <ReviewClock exception={exception} />,
    },
  ];
}

function What(props: { exception: ExceptionOverview }) {
  const t = useText();
  const words = useExceptionWords();
  const linkTo = useRouteRef(exceptionRouteRef);
  const { id, title, severity, type, scope } = props.exception;
  return (
    <div className={`${styles.stack} ${styles.wide}`}>
      {linkTo ? <Link href={linkTo({ id })}>{title}</Link> : title}
      <Quiet>{words.scope(scope)}</Quiet>
      <span className={styles.labels}>
        <SeverityLabel severity={severity} />
        {type === 'false-positive' && (
          <Label icon={RiCloseCircleLine} tone="neutral">
            {t('exceptions.falsePositive')}
          </Label>
        )}
      </span>
    </div>
  );
}
