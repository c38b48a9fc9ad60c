import { Button, Select } from '@backstage/ui';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { SearchBox } from '../common';
import {
  FILTERS,
  FILTER_NAMES,
  hasFilters,
  reportOf,
  REPORTS,
  sortOf,
  SORTS,
  WITHOUT_FILTERS,
  type Filter,
} from './query';
import styles from './Exceptions.module.css';

const ANY = 'any';

/** Search, filters and order of the lists; all of them are in the URL. */
export function ExceptionFilters(props: { url: UrlState }) {
  const { url } = props;
  const t = useText();
  const options = useOptions();
  return (
    <div
      role="search"
      aria-label={t('exceptions.filters.label')}
      className={styles.filters}
    >
      <SearchBox
        label={t('exceptions.search')}
        placeholder={t('exceptions.searchHint')}
        value={url.get('text') ?? ''}
        onChange={text =>
          url.set({ text, cursor: undefined }, { replace: true })
        }
      />
      {FILTER_NAMES.map(name => (
        <Select
          key={name}
          size="small"
          label={t(`exceptions.filters.${name}`)}
          placeholder={t('exceptions.filters.any')}
          selectionMode="multiple"
          options={options[name]}
          value={url.getAll(name)}
          onChange={values =>
            url.set({
              [name]: [values ?? []].flat().map(String),
              cursor: undefined,
            })
          }
        />
      ))}
      <Select
        size="small"
        label={t('exceptions.filters.report')}
        options={[
          { id: ANY, label: t('exceptions.filters.any') },
          ...REPORTS.map(id => ({ id, label: t(`exceptions.reports.${id}`) })),
        ]}
        value={reportOf(url) ?? ANY}
        onChange={value =>
          url.set({
            report: value === ANY ? undefined : String(value),
            cursor: undefined,
          })
        }
      />
      <Select
        size="small"
        label={t('exceptions.filters.sort')}
        options={SORTS.map(id => ({ id, label: t(`exceptions.sort.${id}`) }))}
        value={sortOf(url)}
        onChange={value => url.set({ sort: String(value), cursor: undefined })}
      />
      {hasFilters(url) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => url.set(WITHOUT_FILTERS)}
        >
          {t('exceptions.filters.clear')}
        </Button>
      )}
    </div>
  );
}

function useOptions(): Record<Filter, { id: string; label: string }[]> {
  const t = useText();
  return {
    state: FILTERS.state.map(id => ({
      id,
      label: t(`exceptions.state.${id}`),
    })),
    phase: FILTERS.phase.map(id => ({
      id,
      label: t(`exceptions.phase.${id}`),
    })),
    severity: FILTERS.severity.map(id => ({
      id,
      label: t(`words.severity.${id}`),
    })),
    enforcement: FILTERS.enforcement.map(id => ({
      id,
      label: t(`exceptions.enforcement.${id}`),
    })),
  };
}
