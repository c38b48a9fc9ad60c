import { Link } from '@backstage/ui';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { useUrlState } from '../../hooks/useUrlState';
import { useOpenWords, useText } from '../../hooks/useWords';
import { DataTable, formatDay, Quiet, type DataColumn } from '../common';
import { problemsOf, type Cluster } from './clusters';
import { StandingLabel } from './StandingLabel';
import { TrustLabel } from './TrustLabel';
import styles from './SourcesPage.module.css';

/** Clusters with their worst state; each opens below. */
export function ClusterTable(props: {
  clusters: Cluster[];
  list: SourceList;
  openCluster?: string;
}) {
  const t = useText();
  const columns = useColumns(props.list, props.openCluster);
  return (
    <DataTable
      label={t('sources.clusters.caption')}
      items={props.clusters}
      keyOf={({ name }) => name}
      columns={columns}
    />
  );
}

function useColumns(
  list: SourceList,
  openCluster?: string,
): DataColumn<Cluster>[] {
  const t = useText();
  const url = useUrlState();
  const trust: DataColumn<Cluster> = {
    id: 'trust',
    width: '24%',
    label: t('sources.clusters.columns.trust'),
    cell: cluster =>
      cluster.duplicateOf ? null : <TrustLabel trust={cluster.reportTrust} />,
  };
  return [
    {
      id: 'cluster',
      width: '20%',
      label: t('sources.clusters.columns.cluster'),
      isRowHeader: true,
      cell: cluster => (
        <div className={styles.stack}>
          <Link
            href={url.href({ cluster: cluster.name })}
            aria-current={cluster.name === openCluster ? 'true' : undefined}
          >
            {cluster.title}
          </Link>
          {cluster.recordedAt && (
            <Quiet>
              {t('evidence.sources.recorded', {
                date: formatDay(cluster.recordedAt),
              })}
            </Quiet>
          )}
          {cluster.name === openCluster && (
            <Quiet>{t('sources.clusters.shown')}</Quiet>
          )}
        </div>
      ),
    },
    {
      id: 'state',
      width: '20%',
      label: t('sources.clusters.columns.state'),
      cell: cluster => (
        <div className={styles.stack}>
          <StandingLabel cluster={cluster} list={list} />
          {cluster.sources.length > 0 && (
            <Quiet>
              {t('sources.clusters.count', {
                number: String(problemsOf(cluster).length),
                count: cluster.sources.length,
              })}
            </Quiet>
          )}
        </div>
      ),
    },
    ...(list.complete ? [trust] : []),
    {
      id: 'problem',
      label: t('sources.clusters.columns.problem'),
      cell: cluster => <Problems cluster={cluster} />,
    },
  ];
}

function Problems(props: { cluster: Cluster }) {
  const t = useText();
  const words = useOpenWords();
  const { cluster } = props;
  const problems = problemsOf(cluster);
  if (!cluster.error && problems.length === 0) {
    return cluster.duplicateOf || cluster.sources.length === 0 ? null : (
      <Quiet>{t('sources.clusters.noProblem')}</Quiet>
    );
  }
  const states = (['failed', 'forbidden', 'stale'] as const).filter(state =>
    problems.some(source => source.state === state),
  );
  return (
    <div className={styles.stack}>
      {cluster.error && <code className={styles.error}>{cluster.error}</code>}
      {states.map(state => (
        <span key={state}>
          {t('sources.clusters.problems', {
            state: t(`words.freshness.${state}`),
            kinds: problems
              .filter(source => source.state === state)
              .map(({ kind }) => words.sourceKind(kind))
              .join(', '),
          })}
        </span>
      ))}
    </div>
  );
}
