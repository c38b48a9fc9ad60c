import { Button, Select } from '@backstage/ui';
import { useClusters } from '../../hooks/useClusters';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { SearchBox } from '../common';
import { hasFilters } from './query';
import styles from './Namespaces.module.css';

/** Search and filter of the page of namespaces; both are in the URL. */
export function NamespaceFilters(props: { url: UrlState }) {
  const { url } = props;
  const t = useText();
  const clusters = useClusters(url.getAll('cluster'));
  return (
    <div
      role="search"
      aria-label={t('namespaces.filters.label')}
      className={styles.filters}
    >
      <SearchBox
        label={t('namespaces.search')}
        placeholder={t('namespaces.searchHint')}
        value={url.get('text') ?? ''}
        onChange={text =>
          url.set({ text, cursor: undefined }, { replace: true })
        }
      />
      <Select
        size="small"
        label={t('namespaces.filters.cluster')}
        placeholder={t('namespaces.filters.any')}
        selectionMode="multiple"
        options={clusters}
        value={url.getAll('cluster')}
        onChange={values =>
          url.set({
            cluster: [values ?? []].flat().map(String),
            cursor: undefined,
          })
        }
      />
      {hasFilters(url) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() =>
            url.set({ text: undefined, cluster: undefined, cursor: undefined })
          }
        >
          {t('namespaces.filters.clear')}
        </Button>
      )}
    </div>
  );
}
