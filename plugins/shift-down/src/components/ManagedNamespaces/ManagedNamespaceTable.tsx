import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { ManagedNamespaceOverview } from '@shift-down/plugin-shift-down-common/client';
import { useText } from '../../hooks/useWords';
import { managedNamespaceRouteRef } from '../../routes';
import {
  DataTable,
  EntityLink,
  ExternalLink,
  Quiet,
  type DataColumn,
} from '../common';
import {
  BaselineWords,
  DriftWords,
  LevelWords,
  StateLabel,
} from './StandingWords';
import styles from './ManagedNamespaces.module.css';

export function ManagedNamespaceTable(props: {
  namespaces: ManagedNamespaceOverview[];
  stale?: boolean;
}) {
  const t = useText();
  const columns = useColumns();
  return (
    <DataTable
      label={t('managedNamespaces.caption')}
      items={props.namespaces}
      keyOf={({ id }) => id}
      columns={columns}
      stale={props.stale}
    />
  );
}

function useColumns(): DataColumn<ManagedNamespaceOverview>[] {
  const t = useText();
  const linkTo = useRouteRef(managedNamespaceRouteRef);
  return [
    {
      id: 'namespace',
      width: '22%',
      label: t('managedNamespaces.columns.namespace'),
      isRowHeader: true,
      cell: ({ cluster, name }) => (
        <div className={styles.stack}>
          {linkTo ? (
            <Link href={linkTo({ cluster, namespace: name })}>{name}</Link>
          ) : (
            name
          )}
          <Quiet>{t('managedNamespaces.inCluster', { cluster })}</Quiet>
        </div>
      ),
    },
    {
      id: 'owner',
      width: '16%',
      label: t('managedNamespaces.columns.owner'),
      cell: ({ ownerRef, environment }) => (
        <div className={styles.stack}>
          <EntityLink entityRef={ownerRef} />
          <Quiet>{environment}</Quiet>
        </div>
      ),
    },
    {
      id: 'level',
      width: '20%',
      label: t('managedNamespaces.columns.level'),
      cell: namespace => <LevelWords namespace={namespace} />,
    },
    {
      id: 'baseline',
      width: '18%',
      label: t('managedNamespaces.columns.baseline'),
      cell: namespace => <BaselineWords namespace={namespace} />,
    },
    {
      id: 'standing',
      label: t('managedNamespaces.columns.standing'),
      cell: namespace => (
        <div className={styles.stack}>
          <StateLabel namespace={namespace} />
          {namespace.reason && (
            <span className={styles.breakable}>{namespace.reason}</span>
          )}
          {namespace.state === 'proposed' && namespace.pullRequestUrl && (
            <ExternalLink href={namespace.pullRequestUrl}>
              {t('managedNamespaces.detail.pullRequest')}
            </ExternalLink>
          )}
          <DriftWords namespace={namespace} />
        </div>
      ),
    },
  ];
}
