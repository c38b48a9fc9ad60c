import { useApi } from '@backstage/frontend-plugin-api';
import { shiftDownApiRef } from '../api';
import { useLoad } from './useLoad';

/** Clusters that the reader may know of; where nobody answers, those selected. */
export function useClusters(
  selected: string[],
): { id: string; label: string }[] {
  const api = useApi(shiftDownApiRef);
  const { result } = useLoad('clusters', () => api.listSources());
  const known =
    result.status === 'loaded'
      ? result.value.clusters.filter(({ duplicateOf }) => !duplicateOf)
      : [];
  return [
    ...known.map(({ name, title }) => ({ id: name, label: title })),
    ...selected
      .filter(name => !known.some(cluster => cluster.name === name))
      .map(name => ({ id: name, label: name })),
  ];
}
