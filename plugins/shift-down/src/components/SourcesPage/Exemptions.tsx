import { Text } from '@backstage/ui';
import type {
  Exemption,
  SourceList,
} from '@shift-down/plugin-shift-down-common/client';
import { useOpenWords, useText } from '../../hooks/useWords';
import { DataTable, Quiet, Time, type DataColumn } from '../common';
import type { Cluster } from './clusters';
import styles from './SourcesPage.module.css';

/** Exceptions that an engine honours in this cluster and nobody decided here. */
export function Exemptions(props: { cluster: Cluster; list: SourceList }) {
  const t = useText();
  const columns = useColumns();
  const { cluster, list } = props;
  if (!list.exemptions) {
    return null;
  }
  const exemptions = list.exemptions.filter(
    exemption => exemption.cluster === cluster.name,
  );
  const total = list.exemptionsTotal ?? list.exemptions.length;
  const source = cluster.sources.find(({ kind }) => kind === 'PolicyException');
  const unread = source?.state ?? 'missing';
  return (
    <section className={styles.stack}>
      <Text as="h4" variant="body-medium" weight="bold">
        {t('sources.exemptions.title')}
      </Text>
      {exemptions.length > 0 && (
        <>
          <Text as="p">{t('sources.exemptions.text')}</Text>
          <DataTable
            label={t('sources.exemptions.caption', { cluster: cluster.title })}
            items={exemptions}
            keyOf={({ engine, namespace, name, createdAt }) =>
              [engine, namespace, name, createdAt].join('/')
            }
            columns={columns}
          />
        </>
      )}
      {/* "None" only where they were read, and in full. */}
      {unread === 'fresh' ? (
        exemptions.length === 0 &&
        total <= list.exemptions.length && (
          <Text as="p">{t('sources.exemptions.none')}</Text>
        )
      ) : (
        <Text as="p">{t(`sources.exemptions.unread.${unread}`)}</Text>
      )}
      {total > list.exemptions.length && (
        <Text as="p">
          {t('sources.exemptions.cut', {
            listed: list.exemptions.length.toLocaleString(),
            total: total.toLocaleString(),
          })}
        </Text>
      )}
    </section>
  );
}

function useColumns(): DataColumn<Exemption>[] {
  const t = useText();
  const words = useOpenWords();
  return [
    {
      id: 'name',
      label: t('sources.exemptions.columns.name'),
      isRowHeader: true,
      cell: ({ engine, namespace, name }) => (
        <div className={styles.stack}>
          <span>{name}</span>
          <Quiet>
            {words.engine(engine)},{' '}
            {namespace
              ? t('sources.writers.inNamespace', { namespace })
              : t('sources.exemptions.allNamespaces')}
          </Quiet>
        </div>
      ),
    },
    {
      id: 'policies',
      label: t('sources.exemptions.columns.policies'),
      cell: ({ policies }) => (
        <ul className={styles.plainList}>
          {policies.map(({ policy, rules }) => (
            <li key={policy}>
              {policy}:{' '}
              {rules.length > 0
                ? rules.join(', ')
                : t('sources.exemptions.allRules')}
            </li>
          ))}
        </ul>
      ),
    },
    {
      id: 'scope',
      label: t('sources.exemptions.columns.scope'),
      cell: ({ scope }) => <span className={styles.breakable}>{scope}</span>,
    },
    {
      id: 'reason',
      label: t('sources.exemptions.columns.reason'),
      cell: ({ reason }) =>
        reason ? (
          <span className={styles.breakable}>{reason}</span>
        ) : (
          <Quiet>{t('sources.exemptions.noReason')}</Quiet>
        ),
    },
    {
      id: 'created',
      label: t('sources.exemptions.columns.created'),
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
    {
      id: 'expires',
      label: t('sources.exemptions.columns.expires'),
      cell: ({ expiresAt }) =>
        expiresAt ? (
          <>
            {Date.parse(expiresAt) <= Date.now() &&
              `${t('sources.exemptions.ended')} `}
            <Time at={expiresAt} />
          </>
        ) : (
          t('sources.exemptions.never')
        ),
    },
  ];
}
