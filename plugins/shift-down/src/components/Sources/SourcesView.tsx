import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import type {
  Posture,
  SourceStatus,
} from '@shift-down/plugin-shift-down-common/client';
import { useOpenWords, useText } from '../../hooks/useWords';
import { bearsOnScore } from '../../posture';
import { sourcesRouteRef } from '../../routes';
import {
  DataTable,
  FreshnessLabel,
  formatDay,
  Time,
  type DataColumn,
  Quiet,
} from '../common';
import styles from './Sources.module.css';

/**
 * How fresh each source of an entity's clusters is, and what that means for the
 * score. Sources that the score does not come from are folded away.
 */
export function SourcesView(props: { posture: Posture }) {
  const t = useText();
  const columns = useColumns();
  const sourcesPage = useRouteRef(sourcesRouteRef);
  const { sources } = props.posture;
  const aside = sources.filter(source => !bearsOnScore(source));
  if (sources.length === 0) {
    return <Text as="p">{t('evidence.sources.empty')}</Text>;
  }
  return (
    <div className={styles.sources}>
      {sources.some(source => source.recordedAt) && (
        <Alert
          status="info"
          icon
          description={t('evidence.sources.recordedHint')}
        />
      )}
      <DataTable
        label={t('evidence.sources.caption')}
        items={sources.filter(bearsOnScore)}
        keyOf={keyOf}
        columns={columns}
      />
      {aside.length > 0 && (
        <details className={styles.fold}>
          <summary>
            {t('evidence.sources.aside', { count: aside.length })}
          </summary>
          <DataTable
            label={t('evidence.sources.asideCaption')}
            items={aside}
            keyOf={keyOf}
            columns={columns}
          />
        </details>
      )}
      {sourcesPage && (
        <Link href={sourcesPageLink(sourcesPage(), sources)}>
          {t('evidence.sources.all')}
        </Link>
      )}
    </div>
  );
}

function keyOf({ cluster, kind }: SourceStatus): string {
  return `${cluster}/${kind}`;
}

/** Opens the cluster at once, where there is but one. */
function sourcesPageLink(path: string, sources: SourceStatus[]): string {
  const clusters = [...new Set(sources.map(({ cluster }) => cluster))];
  return clusters.length === 1
    ? `${path}?${new URLSearchParams({ cluster: clusters[0] })}`
    : path;
}

function useColumns(): DataColumn<SourceStatus>[] {
  const t = useText();
  const words = useOpenWords();
  return [
    {
      id: 'cluster',
      label: t('evidence.sources.columns.cluster'),
      cell: source => (
        <>
          {source.cluster}
          {source.recordedAt && (
            <Quiet as="p">
              {t('evidence.sources.recorded', {
                date: formatDay(source.recordedAt),
              })}
            </Quiet>
          )}
        </>
      ),
    },
    {
      id: 'source',
      label: t('evidence.sources.columns.source'),
      isRowHeader: true,
      cell: source => words.sourceKind(source.kind),
    },
    {
      id: 'state',
      label: t('evidence.sources.columns.state'),
      cell: source => (
        <div className={styles.state}>
          <FreshnessLabel state={source.state} />
          {source.since && (
            <Quiet>
              {t('evidence.sources.since')} <Time at={source.since} />
            </Quiet>
          )}
        </div>
      ),
    },
    {
      id: 'lastSuccess',
      label: t('evidence.sources.columns.lastSuccess'),
      cell: source =>
        source.lastSuccessAt ? (
          <Time at={source.lastSuccessAt} />
        ) : (
          t('evidence.sources.never')
        ),
    },
    {
      id: 'meaning',
      label: t('evidence.sources.columns.meaning'),
      cell: source => (
        <div className={styles.meaning}>
          <span>
            {bearsOnScore(source)
              ? t(`words.freshnessMeaning.${source.state}`)
              : t(`words.freshnessMeaningAside.${source.state}`)}
          </span>
          {source.error && <code>{source.error}</code>}
          {source.warnings?.map(warning => (
            <code key={warning}>{warning}</code>
          ))}
          {source.cut?.map(cut => (
            <span key={cut.policy}>
              {t('evidence.sources.cut', {
                policy: cut.policy,
                listed: String(cut.listed),
                total: String(cut.total),
              })}
            </span>
          ))}
        </div>
      ),
    },
  ];
}
