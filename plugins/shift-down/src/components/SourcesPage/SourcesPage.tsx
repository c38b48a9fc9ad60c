import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Container, Link, Text, VisuallyHidden } from '@backstage/ui';
import { RiCompass3Line, RiDatabase2Line } from '@remixicon/react';
import type { SourceList } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState, type UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, StateMessage } from '../common';
import { ClusterDetail } from './ClusterDetail';
import { clusterNeedsAttention } from './clusters';
import { ClusterTable } from './ClusterTable';
import { filterOf, matchingClusters } from './query';
import { SourceFilters } from './SourceFilters';
import { Unowned } from './Unowned';
import styles from './SourcesPage.module.css';

const REFRESH_SECONDS = 15;

/** How each cluster is read: all of them in full, or those of one's own services. */
export function SourcesPage() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const { result, reload } = useLoad('sources', () => api.listSources(), {
    refreshSeconds: () => REFRESH_SECONDS,
  });
  return (
    <Container>
      <main className={styles.page}>
        <VisuallyHidden>
          <h2>{t('sources.caption')}</h2>
        </VisuallyHidden>
        {result.status === 'loading' && (
          <Loading label={t('sources.loading')} rows={8} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
        )}
        {result.status === 'loaded' && (
          <>
            {result.refreshError && (
              <Alert
                role="status"
                status="warning"
                icon
                title={t('sources.refreshFailed')}
                description={messageOf(result.refreshError)}
              />
            )}
            <Sources list={result.value} />
          </>
        )}
      </main>
    </Container>
  );
}

function Sources(props: { list: SourceList }) {
  const { list } = props;
  const t = useText();
  const url = useUrlState();
  if (list.clusters.length === 0) {
    const whose = list.complete ? 'all' : 'own';
    return (
      <StateMessage
        icon={RiDatabase2Line}
        tone="neutral"
        title={t(`sources.empty.${whose}.title`)}
        as="h3"
      >
        <Text as="p">{t(`sources.empty.${whose}.text`)}</Text>
      </StateMessage>
    );
  }
  const clusters = matchingClusters(list.clusters, filterOf(url));
  const attention = clusters.filter(clusterNeedsAttention).length;
  return (
    <>
      {!list.complete && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('sources.ownOnly.title')}
          description={t('sources.ownOnly.text')}
        />
      )}
      <SourceFilters url={url} />
      <Text as="p" role="status">
        {t('sources.total', { count: clusters.length })}{' '}
        {clusters.length > 0 &&
          (attention === 0
            ? t('sources.allFine')
            : t('sources.attention', { count: attention }))}
      </Text>
      {clusters.length === 0 ? (
        <Text as="p">{t('sources.empty.filtered')}</Text>
      ) : (
        <ClusterTable
          clusters={clusters}
          list={list}
          openCluster={openCluster(url, list, clusters)?.name}
        />
      )}
      {list.unowned && <Unowned unowned={list.unowned} />}
      <OpenCluster list={list} clusters={clusters} url={url} />
    </>
  );
}

/** The cluster that the URL names, else the first of the list. */
function openCluster(
  url: UrlState,
  list: SourceList,
  clusters: SourceList['clusters'],
) {
  const asked = url.get('cluster');
  return asked ? list.clusters.find(({ name }) => name === asked) : clusters[0];
}

function OpenCluster(props: {
  list: SourceList;
  clusters: SourceList['clusters'];
  url: UrlState;
}) {
  const { list, clusters, url } = props;
  const t = useText();
  const asked = url.get('cluster');
  const cluster = openCluster(url, list, clusters);
  if (cluster) {
    return <ClusterDetail key={cluster.name} cluster={cluster} list={list} />;
  }
  return asked ? (
    <StateMessage
      icon={RiCompass3Line}
      tone="neutral"
      title={t('sources.cluster.notFound.title')}
      as="h3"
    >
      <Text as="p">{t('sources.cluster.notFound.text', { name: asked })}</Text>
      <Link href={url.href({ cluster: undefined })}>
        {t('sources.cluster.notFound.back')}
      </Link>
    </StateMessage>
  ) : null;
}
