import { Text } from '@backstage/ui';
import {
  RiLockLine,
  RiLockUnlockLine,
  RiQuestionLine,
  RiShieldLine,
} from '@remixicon/react';
import type {
  NamespaceDetail,
  WorkloadIsolation,
} from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { DataTable, Label, Quiet, type DataColumn } from '../common';
import styles from './Namespaces.module.css';

const LOOK = {
  isolated: { icon: RiLockLine, tone: 'success' },
  declared: { icon: RiShieldLine, tone: 'warning' },
  open: { icon: RiLockUnlockLine, tone: 'danger' },
  unknown: { icon: RiQuestionLine, tone: 'warning' },
} as const;

/** Which traffic reaches each workload, and which it can send. */
export function Isolation(props: { detail: NamespaceDetail }) {
  const t = useText();
  const { isolation, isolationProvider: provider } = props.detail;
  const columns = useColumns(provider !== undefined);
  return (
    <section className={styles.section}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('namespaces.isolation.title')}
      </Text>
      {isolation.length === 0 ? (
        <Text as="p">{t('namespaces.isolation.none')}</Text>
      ) : (
        <>
          <Text as="p">
            {provider
              ? t('namespaces.isolation.enforced', { provider })
              : t('namespaces.isolation.declared')}
          </Text>
          <DataTable
            label={t('namespaces.isolation.caption')}
            items={isolation}
            keyOf={({ kind, name }) => `${kind}/${name}`}
            columns={columns}
          />
        </>
      )}
    </section>
  );
}

function useColumns(isEnforced: boolean): DataColumn<WorkloadIsolation>[] {
  const t = useText();
  return [
    {
      id: 'workload',
      width: '26%',
      label: t('namespaces.isolation.columns.workload'),
      isRowHeader: true,
      cell: ({ kind, name }) => `${kind} ${name}`,
    },
    {
      id: 'ingress',
      width: '37%',
      label: t('namespaces.isolation.columns.ingress'),
      cell: ({ ingress }) => (
        <Traffic traffic={ingress} isEnforced={isEnforced} />
      ),
    },
    {
      id: 'egress',
      label: t('namespaces.isolation.columns.egress'),
      cell: ({ egress }) => (
        <Traffic traffic={egress} isEnforced={isEnforced} />
      ),
    },
  ];
}

function Traffic(props: {
  traffic: WorkloadIsolation['ingress'];
  isEnforced: boolean;
}) {
  const t = useText();
  const { state, reason, policies } = props.traffic;
  // What nobody is known to enforce is only said.
  const shown = state === 'isolated' && !props.isEnforced ? 'declared' : state;
  return (
    <div className={styles.stack}>
      <Label {...LOOK[shown]}>{t(`namespaces.isolation.state.${shown}`)}</Label>
      {reason && <span className={styles.breakable}>{reason}</span>}
      {!reason && policies.length > 0 && (
        <Quiet>
          {t('namespaces.isolation.by', { policies: policies.join(', ') })}
        </Quiet>
      )}
    </div>
  );
}
