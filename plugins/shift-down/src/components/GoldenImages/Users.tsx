import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type {
  GoldenImageDetail,
  GoldenImageUserPage,
} from '@shift-down/plugin-shift-down-common/client';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { shiftDownApiRef } from '../../api';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager } from '../common';
import { Section } from '../SupplyChain';
import { hasFilters, usersQuery } from './query';
import { UserFilters } from './UserFilters';
import { UsersTable } from './UsersTable';

/** Where links to a filtered list lead. */
export const USERS_ID = 'users';

/**
 * Who stands on a golden image, filtered by what is in the URL. With releases chosen it
 * answers whom retiring them would hit.
 */
export function Users(props: { image: GoldenImageDetail }) {
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const start = useRef<HTMLDivElement>(null);
  const { hash, key } = useLocation();
  const { image } = props;
  const query = usersQuery(url);
  const { result, reload } = useLoad(
    JSON.stringify([image.name, query]),
    () => api.listGoldenImageUsers(image.name, query),
    { keepPrevious: true },
  );
  useEffect(() => {
    if (hash === `#${USERS_ID}`) {
      start.current?.scrollIntoView?.({ block: 'start' });
    }
  }, [hash, key]);
  const page = result.status === 'loaded' ? result.value : undefined;
  return (
    <div ref={start} id={USERS_ID}>
      <Section title={t('goldenImages.users.title')}>
        <UserFilters image={image} url={url} />
        {result.status === 'loading' && (
          <Loading label={t('goldenImages.users.loading')} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
        )}
        {page && result.status === 'loaded' && !result.refreshing && (
          <Total page={page} versions={query.version ?? []} />
        )}
        {page?.items.length === 0 && (
          <Text as="p">
            {hasFilters(url)
              ? t('goldenImages.users.filtered')
              : t('goldenImages.users.none')}
          </Text>
        )}
        {page && page.items.length > 0 && (
          <>
            <UsersTable
              users={page.items}
              stale={result.status === 'loaded' && result.refreshing}
            />
            <Pager pages={pages} nextCursor={page.nextCursor} />
          </>
        )}
      </Section>
    </div>
  );
}

/** How many there are; where releases are chosen, as what retiring them would hit. */
function Total(props: { page: GoldenImageUserPage; versions: string[] }) {
  const t = useText();
  const { total, totalIsLowerBound } = props.page;
  if (props.versions.length === 0) {
    return (
      <Text as="p" role="status">
        {t(
          totalIsLowerBound
            ? 'goldenImages.users.totalAtLeast'
            : 'goldenImages.users.total',
          { count: total },
        )}
      </Text>
    );
  }
  const versions = props.versions.join(', ');
  const words = () => {
    if (total === 0) {
      return t('goldenImages.users.retireNobody', { versions });
    }
    return t(
      totalIsLowerBound
        ? 'goldenImages.users.retireAtLeast'
        : 'goldenImages.users.retire',
      { versions, count: total },
    );
  };
  return <Alert role="status" status="info" icon title={words()} />;
}
