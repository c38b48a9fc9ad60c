import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { namespacesRouteRef } from '../../routes';
import { DataTable, type DataColumn, Quiet } from '../common';
import { opening } from '../Namespaces';
import styles from './Workloads.module.css';

type Workload = Posture['workloads'][number];

/** What the API lists at most. */
const LIMIT = 200;

/** The workloads that belong to an entity, and where each of them runs. */
export function WorkloadsView(props: { posture: Posture }) {
  const t = useText();
  const columns = useColumns();
  const { workloads } = props.posture;
  if (workloads.length === 0) {
    return <Text as="p">{t('evidence.workloads.empty')}</Text>;
  }
  return (
    <div className={styles.workloads}>
      <DataTable
        label={t('evidence.workloads.caption')}
        items={workloads}
        keyOf={({ cluster, namespace, kind, name }) =>
          [cluster, namespace, kind, name].join('/')
        }
        columns={columns}
      />
      {workloads.length >= LIMIT && (
        <Quiet as="p">
          {t('evidence.workloads.first', { number: String(workloads.length) })}
        </Quiet>
      )}
    </div>
  );
}

function useColumns(): DataColumn<Workload>[] {
  const t = useText();
  const namespacesPage = useRouteRef(namespacesRouteRef);
  return [
    {
      id: 'workload',
      label: t('evidence.workloads.columns.workload'),
      isRowHeader: true,
      cell: ({ kind, name }) => `${kind} ${name}`,
    },
    {
      id: 'cluster',
      label: t('evidence.workloads.columns.cluster'),
      cell: ({ cluster }) => cluster,
    },
    {
      id: 'namespace',
      label: t('evidence.workloads.columns.namespace'),
      cell: ({ cluster, namespace }) =>
        namespacesPage ? (
          <Link
            href={`${namespacesPage()}?${new URLSearchParams(
              opening({ cluster, namespace }),
            )}`}
          >
            {namespace}
          </Link>
        ) : (
          namespace
        ),
    },
    {
      id: 'pods',
      label: t('evidence.workloads.columns.pods'),
      cell: ({ pods }) =>
        pods.total === 0
          ? t('evidence.workloads.scaledToZero')
          : t('evidence.workloads.pods', {
              ready: String(pods.ready),
              total: String(pods.total),
            }),
    },
    {
      id: 'images',
      label: t('evidence.workloads.columns.images'),
      cell: ({ containers }) => (
        <ul className={styles.images}>
          {containers.map(container => (
            <li key={`${container.type}/${container.name}`}>
              {container.image}
              {container.type !== 'main' &&
                ` (${t(`evidence.workloads.${container.type}`)})`}
            </li>
          ))}
        </ul>
      ),
    },
    {
      id: 'podSecurity',
      label: t('evidence.workloads.columns.podSecurity'),
      cell: ({ podSecurityEnforce }) =>
        podSecurityEnforce ?? t('evidence.workloads.noLevel'),
    },
  ];
}
