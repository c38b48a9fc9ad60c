import { Text } from '@backstage/ui';
import { RiCheckboxCircleFill, RiErrorWarningLine } from '@remixicon/react';
import type { BlastRadius } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import {
  DataTable,
  EntityLink,
  Label,
  Quiet,
  SeverityLabel,
  type DataColumn,
} from '../common';
import styles from './Exceptions.module.css';

type Item = BlastRadius['items'][number];

/** Everything that an exception reaches, as far as the reader may see it. */
export function RadiusView(props: {
  radius: BlastRadius;
  /** Whether to say if it is more than what the reader owns. */
  beyondOwn?: boolean;
  /** Whether anything has been decided, so that some of it may be newer. */
  decided?: boolean;
}) {
  const t = useText();
  const columns = useColumns(Boolean(props.decided));
  const { findings, workloads, entities, wider, items } = props.radius;
  const answer = t(`exceptions.detail.radius.${wider ? 'yes' : 'no'}`);
  return (
    <div className={styles.stack}>
      <Text as="p">
        {findings === 0
          ? t('exceptions.detail.radius.none')
          : t('exceptions.detail.radius.summary', {
              findings: t('exceptions.detail.radius.findings', {
                count: findings,
              }),
              workloads: t('exceptions.detail.radius.workloads', {
                count: workloads,
              }),
              entities: t('exceptions.detail.radius.entities', {
                count: entities,
              }),
            })}
      </Text>
      {props.beyondOwn && (
        <Label
          icon={wider ? RiErrorWarningLine : RiCheckboxCircleFill}
          tone={wider ? 'warning' : 'neutral'}
        >
          {t('exceptions.detail.radius.wider', { answer })}
        </Label>
      )}
      {items.length > 0 && (
        <DataTable
          label={t('exceptions.detail.radius.caption')}
          items={items}
          keyOf={({ findingId, entityRef }) => `${findingId} ${entityRef}`}
          columns={columns}
        />
      )}
      {items.length > 0 && items.length < findings && (
        <Quiet as="p">
          {t('exceptions.detail.radius.first', { count: items.length })}
        </Quiet>
      )}
    </div>
  );
}

function useColumns(decided: boolean): DataColumn<Item>[] {
  const t = useText();
  const columns: DataColumn<Item>[] = [
    {
      id: 'finding',
      label: t('exceptions.detail.radius.finding'),
      isRowHeader: true,
      cell: ({ title }) => title,
    },
    {
      id: 'severity',
      label: t('exceptions.detail.radius.severity'),
      cell: ({ severity }) => <SeverityLabel severity={severity} />,
    },
    {
      id: 'entity',
      label: t('exceptions.detail.radius.entity'),
      cell: ({ entityRef }) => <EntityLink entityRef={entityRef} />,
    },
    {
      id: 'where',
      label: t('exceptions.detail.radius.where'),
      cell: ({ subject }) =>
        subject && (
          <div className={styles.stack}>
            <span>
              {subject.kind} {subject.name}
              {subject.component && ` (${subject.component})`}
            </span>
            <Quiet>
              {[subject.cluster, subject.namespace].filter(Boolean).join(' / ')}
            </Quiet>
          </div>
        ),
    },
  ];
  return decided
    ? [
        ...columns,
        {
          id: 'decided',
          label: t('exceptions.detail.radius.decided'),
          cell: ({ covered }) =>
            covered ? (
              t('exceptions.detail.radius.covered')
            ) : (
              <Label icon={RiErrorWarningLine} tone="warning">
                {t('exceptions.detail.radius.notCovered')}
              </Label>
            ),
        },
      ]
    : columns;
}
