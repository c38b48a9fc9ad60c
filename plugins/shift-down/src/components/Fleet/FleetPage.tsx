import { useApi } from '@backstage/frontend-plugin-api';
import {
  Container,
  Text,
  VisuallyHidden,
  type SortDescriptor,
} from '@backstage/ui';
import { shiftDownApiRef } from '../../api';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager } from '../common';
import { FleetFilters } from './FleetFilters';
import { PostureTable } from './PostureTable';
import { hasFilters, posturesQuery, sortOf } from './query';

const REFRESH_SECONDS = 30;

/** All entities that the reader may see, worst first. */
export function FleetPage() {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const query = posturesQuery(url);
  const { result, reload } = useLoad(
    JSON.stringify(query),
    () => api.listPostures(query),
    { keepPrevious: true, refreshSeconds: () => REFRESH_SECONDS },
  );
  const page = result.status === 'loaded' ? result.value : undefined;
  const sort = sortOf(url);
  return (
    <Container>
      <main>
        <VisuallyHidden>
          <h2>{t('overview.fleet.caption')}</h2>
        </VisuallyHidden>
        <FleetFilters url={url} />
        <Text as="p" role="status">
          {page &&
            t(
              page.totalIsLowerBound
                ? 'overview.fleet.totalAtLeast'
                : 'overview.fleet.total',
              { count: page.total },
            )}
        </Text>
        {result.status === 'loading' && (
          <Loading label={t('overview.fleet.loading')} rows={8} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} />
        )}
        {page?.items.length === 0 && (
          <Text as="p">
            {hasFilters(url)
              ? t('overview.fleet.filtered')
              : t('overview.fleet.empty')}
          </Text>
        )}
        {page && page.items.length > 0 && (
          <>
            <PostureTable
              label={t('overview.fleet.caption')}
              postures={page.items}
              stale={result.status === 'loaded' && result.refreshing}
              sort={{
                column: sort.replace('-', ''),
                direction: sort.startsWith('-') ? 'descending' : 'ascending',
              }}
              onSort={descriptor =>
                url.set({ sort: sortFrom(descriptor), cursor: undefined })
              }
            />
            <Pager pages={pages} nextCursor={page.nextCursor} />
          </>
        )}
      </main>
    </Container>
  );
}

function sortFrom({ column, direction }: SortDescriptor): string {
  return direction === 'descending' ? `-${column}` : String(column);
}
