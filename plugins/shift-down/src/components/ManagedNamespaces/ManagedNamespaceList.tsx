import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text, VisuallyHidden } from '@backstage/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import type { ManagedNamespacePage } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { messageOf } from '../../api/errors';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager, StateMessage } from '../common';
import { CreateButton } from './CreateButton';
import { ManagedNamespaceFilters } from './ManagedNamespaceFilters';
import { ManagedNamespaceTable } from './ManagedNamespaceTable';
import { hasFilters, managedNamespacesQuery } from './query';
import styles from './ManagedNamespaces.module.css';

const REFRESH_SECONDS = 15;

/** Namespaces that the portal made or took over, as far as the reader may see them. */
export function ManagedNamespaceList() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const query = managedNamespacesQuery(url);
  const { result, reload } = useLoad(
    JSON.stringify(query),
    () => api.listManagedNamespaces(query),
    { keepPrevious: true, refreshSeconds: () => REFRESH_SECONDS },
  );
  const page = result.status === 'loaded' ? result.value : undefined;
  return (
    <>
      <VisuallyHidden>
        <h2>{t('managedNamespaces.caption')}</h2>
      </VisuallyHidden>
      <div className={styles.top}>
        <Text as="p">{t('managedNamespaces.intro')}</Text>
        {page?.mayCreate && <CreateButton />}
      </div>
      <ManagedNamespaceFilters url={url} />
      {result.status === 'loaded' && result.refreshError && (
        <Alert
          role="status"
          status="warning"
          icon
          title={t('managedNamespaces.refreshFailed')}
          description={messageOf(result.refreshError)}
        />
      )}
      <Text as="p" role="status">
        {page && t('managedNamespaces.total', { count: page.total })}
      </Text>
      {result.status === 'loading' && (
        <Loading label={t('managedNamespaces.loading')} rows={8} />
      )}
      {result.status === 'failed' && (
        <LoadFailed error={result.error} onRetry={reload} as="h3" />
      )}
      {page?.items.length === 0 &&
        (hasFilters(url) ? (
          <Text as="p">{t('managedNamespaces.filtered')}</Text>
        ) : (
          <Nothing page={page} />
        ))}
      {page && page.items.length > 0 && (
        <>
          <ManagedNamespaceTable
            namespaces={page.items}
            stale={result.status === 'loaded' && result.refreshing}
          />
          <Pager pages={pages} nextCursor={page.nextCursor} />
        </>
      )}
    </>
  );
}

function Nothing(props: { page: ManagedNamespacePage }) {
  const t = useText();
  return (
    <StateMessage
      icon={RiShieldCheckLine}
      tone="neutral"
      title={t('managedNamespaces.empty.title')}
      as="h3"
    >
      <Text as="p">{t('managedNamespaces.empty.text')}</Text>
      {!props.page.mayCreate && (
        <Text as="p">{t('managedNamespaces.empty.ask')}</Text>
      )}
    </StateMessage>
  );
}
