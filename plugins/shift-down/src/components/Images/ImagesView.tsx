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
import { ImagePanel } from './ImagePanel';
import { ImagesTable } from './ImagesTable';
import { findImage } from './key';
import styles from './Images.module.css';

const PAGE_SIZE = 25;

/** The images that run in an entity; the one that the URL names in a panel. */
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
          <ImagesTable images={page.items} stale={result.refreshing} />
          <Pager pages={pages} nextCursor={page.nextCursor} />
        </>
      )}
      <ImagePanel
        image={findImage(page.items, url.get('image'))}
        posture={posture}
      />
    </div>
  );
}
