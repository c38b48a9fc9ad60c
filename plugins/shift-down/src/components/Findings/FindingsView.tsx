import { useApi } from '@backstage/frontend-plugin-api';
import { Switch, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { Posture } from '@shift-down/plugin-shift-down-common/client';
import { shiftDownApiRef } from '../../api';
import { useCursorPages } from '../../hooks/useCursorPages';
import { useLoad } from '../../hooks/useLoad';
import { useUrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { LoadFailed, Loading, Pager, SearchBox } from '../common';
import { FindingFilters } from './FindingFilters';
import { FindingsTable } from './FindingsTable';
import { NoFindings } from './NoFindings';
import {
  FINDING_TYPES,
  findingsQuery,
  hasFilters,
  isGrouped,
  typeOf,
  VULNERABILITY_FILTERS,
} from './query';
import styles from './Findings.module.css';

/** Findings of an entity, of policies or in images: filtered, searched, sorted and paged. */
export function FindingsView(props: { posture: Posture }) {
  const { posture } = props;
  const t = useText();
  const api = useApi(shiftDownApiRef);
  const url = useUrlState();
  const pages = useCursorPages(url);
  const type = typeOf(url);
  const query = findingsQuery(url, posture.entityRef);
  // A new assessment can change what there is to list.
  const { result, reload } = useLoad(
    JSON.stringify([query, posture.assessedAt]),
    () => api.listFindings(query),
    { keepPrevious: true },
  );
  const page = result.status === 'loaded' ? result.value : undefined;

  return (
    <div className={styles.layout}>
      <FindingFilters
        facets={page?.facets}
        controls={posture.controls}
        url={url}
      />
      <div className={styles.main}>
        <div className={styles.toolbar}>
          <ToggleButtonGroup
            aria-label={t('findings.type.label')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[type]}
            onSelectionChange={keys => url.set(typePatch([...keys][0]))}
          >
            {FINDING_TYPES.map(id => (
              <ToggleButton key={id} id={id}>
                {t(`findings.type.${id}`)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <SearchBox
            label={t('findings.search')}
            placeholder={t('findings.searchHint')}
            value={url.get('text') ?? ''}
            onChange={text =>
              url.set({ text, cursor: undefined }, { replace: true })
            }
          />
          {type === 'policy' && (
            <Switch
              label={t('findings.groupByPolicy')}
              isSelected={isGrouped(url)}
              onChange={on =>
                url.set({
                  group: on ? 'policy' : undefined,
                  sort: undefined,
                  cursor: undefined,
                })
              }
            />
          )}
          <Text as="p" role="status" className={styles.total}>
            {page &&
              result.status === 'loaded' &&
              !result.refreshing &&
              t(
                page.totalIsLowerBound
                  ? 'findings.totalAtLeast'
                  : 'findings.total',
                { count: page.total },
              )}
          </Text>
        </div>
        {result.status === 'loading' && (
          <Loading label={t('findings.loading')} />
        )}
        {result.status === 'failed' && (
          <LoadFailed error={result.error} onRetry={reload} as="h3" />
        )}
        {page && page.items.length === 0 && (
          <NoFindings
            posture={posture}
            type={type}
            filtered={hasFilters(url)}
          />
        )}
        {page && page.items.length > 0 && (
          <>
            <FindingsTable
              findings={page.items}
              stale={result.status === 'loaded' && result.refreshing}
              url={url}
            />
            <Pager pages={pages} nextCursor={page.nextCursor} />
          </>
        )}
      </div>
    </div>
  );
}

/** What both lists can be filtered by stays. */
function typePatch(type: unknown) {
  return {
    ...Object.fromEntries(
      [...VULNERABILITY_FILTERS, 'control', 'policy', 'area', 'group'].map(
        name => [name, undefined],
      ),
    ),
    type: type === 'vulnerability' ? 'vulnerability' : undefined,
    sort: undefined,
    cursor: undefined,
  };
}
