/** Columns of the tables of sources. Without the permission there is less to tell. */
import type { SourceStatus } from '@shift-down/plugin-shift-down-common/client';
import { bearsOnScore, needsAttention } from '../../posture';
import { useOpenWords, useText } from '../../hooks/useWords';
import { FreshnessLabel, Quiet, Time, type DataColumn } from '../common';
import type { Cluster } from './clusters';
import { Writers } from './Writers';
import styles from './SourcesPage.module.css';

export function useKindColumns(options: {
  cluster: Cluster;
  /** The reader may read all sources. */
  complete: boolean;
  /** These are reports, for which it matters who may write them. */
  writers: boolean;
}): DataColumn<SourceStatus>[] {
  const { cluster, complete, writers } = options;
  const t = useText();
  const words = useOpenWords();
  const objects: DataColumn<SourceStatus> = {
    id: 'objects',
    width: '7%',
    label: t('sources.kinds.columns.objects'),
    cell: ({ objects: count }) => count?.toLocaleString(),
  };
  const whoMayWrite: DataColumn<SourceStatus> = {
    id: 'writers',
    width: '22%',
    label: t('sources.kinds.columns.writers'),
    cell: source => <Writers source={source} trust={cluster.reportTrust} />,
  };
  return [
    {
      id: 'kind',
      width: '17%',
      label: t('sources.kinds.columns.kind'),
      isRowHeader: true,
      cell: ({ kind }) => words.sourceKind(kind),
    },
    {
      id: 'state',
      width: '17%',
      label: t('sources.kinds.columns.state'),
      cell: ({ state, since }) => (
        <div className={styles.beside}>
          <FreshnessLabel state={state} />
          {since && (
            <Quiet>
              {t('sources.kinds.since')} <Time at={since} />
            </Quiet>
          )}
        </div>
      ),
    },
    {
      id: 'lastSuccess',
      width: '12%',
      label: t('sources.kinds.columns.lastSuccess'),
      cell: ({ lastSuccessAt }) =>
        lastSuccessAt ? <Time at={lastSuccessAt} /> : t('sources.kinds.never'),
    },
    ...(complete ? [objects] : []),
    ...(complete && writers ? [whoMayWrite] : []),
    {
      id: 'notes',
      label: t('sources.kinds.columns.notes'),
      cell: source => <Notes source={source} complete={complete} />,
    },
  ];
}

function Notes(props: { source: SourceStatus; complete: boolean }) {
  const t = useText();
  const { source, complete } = props;
  const { state, error, warnings = [], cut = [], dropped = 0 } = source;
  return (
    <div className={styles.notes}>
      {needsAttention(source) && (
        <span>
          {bearsOnScore(source)
            ? t(`words.freshnessMeaning.${state}`)
            : t(`words.freshnessMeaningAside.${state}`)}{' '}
          {state === 'forbidden' && complete && t('sources.kinds.grant')}
        </span>
      )}
      {error && <code className={styles.error}>{error}</code>}
      {warnings.length > 0 && (
        <details className={styles.fold}>
          <summary>
            {t('sources.kinds.warnings', { count: warnings.length })}
          </summary>
          <ul className={styles.plainList}>
            {warnings.map((warning, index) => (
              <li key={index}>
                <code className={styles.error}>{warning}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {cut.map(({ policy, listed, total }) => (
        <span key={policy}>
          {t('sources.kinds.cut', {
            policy,
            listed: listed.toLocaleString(),
            total: total.toLocaleString(),
          })}
        </span>
      ))}
      {dropped > 0 && (
        <span>{t('sources.kinds.dropped', { count: dropped })}</span>
      )}
    </div>
  );
}
