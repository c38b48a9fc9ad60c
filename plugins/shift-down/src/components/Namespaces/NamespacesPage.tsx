import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Container, Text, VisuallyHidden } from '@backstage/ui';
import { RiStackLine } from '@remixicon/react';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager, StateMessage } from '../common';
import { NamespaceDetail } from './NamespaceDetail';
import { NamespaceFilters } from './NamespaceFilters';
import { NamespaceTable } from './NamespaceTable';
import { hasFilters, namespacesQuery, openNamespace } from './query';
import styles from './Namespaces.module.css';

const REFRESH_SECONDS = 30;

/** How near each namespace is to a stricter Pod Security level, and one of them in full. */
export function NamespacesPage() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const query = namespacesQuery(url);
  const { result, reload } = useLoad(
    JSON.stringify(query),
    () => api.listNamespaces(query),
    { keepPrevious: true, refreshSeconds: () => REFRESH_SECONDS },
  );
  const page = result.status === 'loaded' ? result.value : undefined;
  const open = openNamespace(url);
  return (
    <Container>
      <main className={styles.page}>
        <VisuallyHidden>
          <h2>{t('namespaces.caption')}</h2>
        </VisuallyHidden>
        <NamespaceFilters url={url} />
        {result.status === 'loaded' && result.refreshError && (
          <Alert
            role="status"
            status="warning"
            icon
            title={t('namespaces.refreshFailed')}
            description={messageOf(result.refreshError)}
          />
        )}
        <Text as="p" role="status">
          {page &&
            t(
              page.totalIsLowerBound
                ? 'namespaces.totalAtLeast'
                : 'namespaces.total',
              { count: page.total },
            )}
        </Text>
        {result.status === 'loading' && (
          <Loading label={t('namespaces.loading')} rows={8} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
        )}
        {page?.items.length === 0 &&
          (hasFilters(url) ? (
            <Text as="p">{t('namespaces.filtered')}</Text>
          ) : (
            <StateMessage
              icon={RiStackLine}
              tone="neutral"
              title={t('namespaces.empty.title')}
              as="h3"
            >
              <Text as="p">{t('namespaces.empty.text')}</Text>
            </StateMessage>
          ))}
        {page && page.items.length > 0 && (
          <>
            <NamespaceTable
              namespaces={page.items}
              stale={result.status === 'loaded' && result.refreshing}
            />
            <Pager pages={pages} nextCursor={page.nextCursor} />
          </>
        )}
        {open && (
          <NamespaceDetail
            key={`${open.cluster}/${open.namespace}`}
            place={open}
          />
        )}
      </main>
    </Container>
  );
}
