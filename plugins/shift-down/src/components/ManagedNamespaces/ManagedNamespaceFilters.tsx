import { Button, Select, Switch } from '@backstage/ui';
import { MANAGED_NAMESPACE_STATES } from '@shift-down/plugin-shift-down-common';
import { useClusters } from '../../hooks/useClusters';
import type { UrlState } from '../../hooks/useUrlState';
import { useText } from '../../hooks/useWords';
import { SearchBox } from '../common';
import { hasFilters, NO_FILTERS } from './query';
import styles from './ManagedNamespaces.module.css';

/** Search and filters of the list of managed namespaces; all are in the URL. */
export function ManagedNamespaceFilters(props: { url: UrlState }) {
  const t = useText();
  const { url } = props;
  const clusters = useClusters(url.getAll('cluster'));
  const baseline = url.get('baseline');
  const set = (name: string, value: string | string[] | undefined) =>
    url.set({ [name]: value, cursor: undefined });
  return (
    <div
      role="search"
      aria-label={t('managedNamespaces.filters.label')}
      className={styles.filters}
    >
      <SearchBox
        label={t('managedNamespaces.search')}
        placeholder={t('managedNamespaces.searchHint')}
        value={url.get('text') ?? ''}
        onChange={text =>
          url.set({ text, cursor: undefined }, { replace: true })
        }
      />
      <Select
        size="small"
        label={t('managedNamespaces.filters.cluster')}
        placeholder={t('managedNamespaces.filters.any')}
        selectionMode="multiple"
        options={clusters}
        value={url.getAll('cluster')}
        onChange={values => set('cluster', [values ?? []].flat().map(String))}
      />
      <Select
        size="small"
        label={t('managedNamespaces.filters.state')}
        placeholder={t('managedNamespaces.filters.any')}
        selectionMode="multiple"
        options={MANAGED_NAMESPACE_STATES.map(state => ({
          id: state,
          label: t(`managedNamespaces.state.${state}`),
        }))}
        value={url.getAll('state')}
        onChange={values => set('state', [values ?? []].flat().map(String))}
      />
      <div className={styles.switches}>
        {(['drifted', 'behind'] as const).map(name => (
          <Switch
            key={name}
            label={t(`managedNamespaces.filters.${name}`)}
            isSelected={url.get(name) === 'true'}
            onChange={on => set(name, on ? 'true' : undefined)}
          />
        ))}
        {baseline && (
          <Switch
            label={t('managedNamespaces.filters.baseline', {
              version: baseline,
            })}
            isSelected
            onChange={() => set('baseline', undefined)}
          />
        )}
      </div>
      {hasFilters(url) && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => url.set(NO_FILTERS)}
        >
          {t('managedNamespaces.filters.clear')}
        </Button>
      )}
    </div>
  );
}
