import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  ListImagesQuery,
  Posture,
} from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager, SearchBox } from '../common';
import { ImagesTable } from './ImagesTable';
import { Vulnerabilities } from './Vulnerabilities';
import styles from './Images.module.css';

const PAGE_SIZE = 25;

/** The images that run in an entity; the one that the URL names with its vulnerabilities. */
export function ImagesView(props: { posture: Posture }) {
  const { posture } = props;
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const query: ListImagesQuery = {
    entityRef: posture.entityRef,
    text: url.get('text'),
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
  const { result, reload } = useLoad(
    JSON.stringify([query, posture.assessedAt]),
    () => api.listImages(query),
    { keepPrevious: true },
  );

  if (result.status === 'loading') {
    return <Loading label={t('evidence.images.loading')} />;
  }
  if (result.status === 'failed') {
    return <LoadFailed error={result.error} onRetry={reload} as="h3" />;
  }
  const page = result.value;
  const opened = page.items.filter(
    ({ repository }) => repository === url.get('image'),
  );
  return (
    <div className={styles.images}>
      <div className={styles.toolbar}>
        <SearchBox
          label={t('evidence.images.search')}
          placeholder={t('evidence.images.searchHint')}
          value={url.get('text') ?? ''}
          onChange={text =>
            url.set(
              { text, cursor: undefined, image: undefined },
              { replace: true },
            )
          }
        />
        <Text as="p" role="status">
          {!result.refreshing &&
            t(
              page.totalIsLowerBound
                ? 'evidence.images.totalAtLeast'
                : 'evidence.images.total',
              { count: page.total },
            )}
        </Text>
      </div>
      {page.items.length === 0 ? (
        <Text as="p">
          {url.get('text')
            ? t('evidence.images.filtered')
            : t('evidence.images.empty')}
        </Text>
      ) : (
        <>
          <ImagesTable
            images={page.items}
            opened={url.get('image')}
            onToggle={repository =>
              url.set({
                image: repository === url.get('image') ? undefined : repository,
                fixable: undefined,
              })
            }
            stale={result.refreshing}
          />
          <Pager pages={pages} nextCursor={page.nextCursor} />
        </>
      )}
      {opened.length > 0 && (
        <Vulnerabilities
          key={opened[0].repository}
          repository={opened[0].repository}
          scanned={opened.some(({ scanned }) => scanned)}
          posture={posture}
        />
      )}
    </div>
  );
}
