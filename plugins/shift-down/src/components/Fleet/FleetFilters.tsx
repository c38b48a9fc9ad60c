import { useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  defaultEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { Button, Select } from '@backstage/ui';
import { GRADES, SEVERITIES } from '@shift-down/plugin-shift-down-common';
import { useLoad } from '../../hooks/useLoad';
import type { UrlState } from '../../hooks/useUrlState';
import { useOpenWords, useText } from '../../hooks/useWords';
import { SearchBox } from '../common';
import { FILTERS, hasFilters, KINDS, type Filter } from './query';
import styles from './Fleet.module.css';

/** Search and filters of the fleet page; all of them are in the URL. */
export function FleetFilters(props: { url: UrlState }) {
  const { url } = props;
  const t = useText();
  const words = useOpenWords();
  const owners = useOwners(url.getAll('owner'));
  const options: Record<Filter, { id: string; label: string }[]> = {
    kind: KINDS.map(kind => ({ id: kind, label: words.kind(kind) })),
    grade: GRADES.map(grade => ({
      id: grade,
      label:
        grade === 'unknown'
          ? t('overview.fleet.filters.gradeUnknown')
          : t('overview.fleet.filters.gradeOption', {
              grade,
              word: t(`words.grade.${grade}`),
            }),
    })),
    owner: owners,
    severity: SEVERITIES.map(severity => ({
      id: severity,
      label: t(`words.severity.${severity}`),
    })),
  };
  return (
    <div
      role="search"
      aria-label={t('overview.fleet.filters.label')}
      className={styles.filters}
    >
      <SearchBox
        label={t('overview.fleet.search')}
        placeholder={t('overview.fleet.searchHint')}
        value={url.get('text') ?? ''}
        onChange={text =>
          url.set({ text, cursor: undefined }, { replace: true })
        }
      />
      {FILTERS.map(filter => (
        <Select
          key={filter}
          size="small"
          label={t(`overview.fleet.filters.${filter}`)}
          placeholder={t('overview.fleet.filters.any')}
          selectionMode="multiple"
          searchable={filter === 'owner'}
          options={options[filter]}
          value={url.getAll(filter)}
          onChange={values =>
            url.set({
              [filter]: [values ?? []].flat().map(String),
              cursor: undefined,
            })
          }
        />
      ))}
      {hasFilters(url) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() =>
            url.set({
              ...Object.fromEntries(FILTERS.map(name => [name, undefined])),
              text: undefined,
              cursor: undefined,
            })
          }
        >
          {t('overview.fleet.filters.clear')}
        </Button>
      )}
    </div>
  );
}

/** Owners in the catalog; where it does not answer, those that are selected. */
function useOwners(selected: string[]): { id: string; label: string }[] {
  const catalogApi = useApi(catalogApiRef);
  const { result } = useLoad('owners', async () => {
    const { facets } = await catalogApi.getEntityFacets({
      filter: { kind: KINDS },
      facets: ['relations.ownedBy'],
    });
    return facets['relations.ownedBy'].map(({ value }) => value);
  });
  const owners = result.status === 'loaded' ? result.value : [];
  return [...new Set([...owners, ...selected])].sort().map(owner => ({
    id: owner,
    label: defaultEntityPresentation(owner).primaryTitle,
  }));
}
