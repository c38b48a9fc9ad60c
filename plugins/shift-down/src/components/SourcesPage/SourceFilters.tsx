import { Button, Select } from '@backstage/ui';
import { FRESHNESS_STATES } from '@shift-down/plugin-shift-down-common';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { SearchBox } from '../common';
import { filterOf, hasFilter } from './query';
import styles from './SourcesPage.module.css';

/** Search and filter of the page of sources; both are in the URL. */
export function SourceFilters(props: { url: UrlState }) {
  const { url } = props;
  const t = useText();
  const filter = filterOf(url);
  return (
    <div
      role="search"
      aria-label={t('sources.filters.label')}
      className={styles.filters}
    >
      <SearchBox
        label={t('sources.search')}
        placeholder={t('sources.searchHint')}
        value={filter.text}
        onChange={text => url.set({ text }, { replace: true })}
      />
      <Select
        size="small"
        label={t('sources.filters.state')}
        placeholder={t('sources.filters.any')}
        selectionMode="multiple"
        options={FRESHNESS_STATES.map(state => ({
          id: state,
          label: t(`words.freshness.${state}`),
        }))}
        value={filter.states}
        onChange={values =>
          url.set({ state: [values ?? []].flat().map(String) })
        }
      />
      {hasFilter(filter) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => url.set({ text: undefined, state: undefined })}
        >
          {t('sources.filters.clear')}
        </Button>
      )}
    </div>
  );
}
