import { Text } from '@backstage/ui';
import {
  RiCheckLine,
  RiErrorWarningLine,
  RiForbid2Line,
  RiQuestionLine,
} from '@remixicon/react';
import type { NamespaceProofs } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DataTable, Label } from '../common';
import styles from './ManagedNamespaces.module.css';

type Access = NamespaceProofs['access'][number];

/** What the API server says that the team may do, beside what it should. */
export function AccessTable(props: { proofs: NamespaceProofs }) {
  const t = useText();
  const { access, groups = [] } = props.proofs;
  return (
    <>
      {groups.length > 0 && (
        <Text as="p">
          {t('managedNamespaces.access.groups', { groups: groups.join(', ') })}
        </Text>
      )}
      <DataTable
        label={t('managedNamespaces.access.caption')}
        items={access}
        keyOf={({ id }) => id}
        columns={[
          {
            id: 'what',
            width: '36%',
            label: t('managedNamespaces.access.columns.what'),
            isRowHeader: true,
            cell: ({ title }) => title,
          },
          {
            id: 'expected',
            width: '20%',
            label: t('managedNamespaces.access.columns.expected'),
            cell: ({ expected }) =>
              t(`managedNamespaces.access.${expected ? 'allowed' : 'denied'}`),
          },
          {
            id: 'outcome',
            label: t('managedNamespaces.access.columns.outcome'),
            cell: item => <Outcome access={item} />,
          },
        ]}
      />
    </>
  );
}

function Outcome(props: { access: Access }) {
  const t = useText();
  const { expected, outcome, reason } = props.access;
  const isWrong = outcome !== 'unknown' && (outcome === 'allowed') !== expected;
  const icon = outcome === 'allowed' ? RiCheckLine : RiForbid2Line;
  return (
    <div className={styles.stack}>
      <div className={styles.labels}>
        <Label
          icon={outcome === 'unknown' ? RiQuestionLine : icon}
          tone={outcome === 'unknown' ? 'warning' : 'neutral'}
        >
          {t(`managedNamespaces.access.${outcome}`)}
        </Label>
        {isWrong && (
          <Label icon={RiErrorWarningLine} tone="danger">
            {t('managedNamespaces.access.wrong')}
          </Label>
        )}
      </div>
      {reason && <span className={styles.breakable}>{reason}</span>}
    </div>
  );
}
