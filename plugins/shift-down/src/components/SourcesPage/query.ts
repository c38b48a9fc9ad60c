/** What the URL says about the page of sources: the filters and the cluster that is open. */
import {
  FRESHNESS_STATES,
  type FreshnessState,
} from '@shift-down/plugin-shift-down-common';
import type { UrlState } from '../../hooks/useUrlState';
import { worstFirst, type Cluster } from './clusters';

/** What the list of clusters and the tables of sources are narrowed to. */
export interface SourceFilter {
  text: string;
  states: FreshnessState[];
}

export function filterOf(url: UrlState): SourceFilter {
  const asked = url.getAll('state');
  return {
    text: url.get('text') ?? '',
    states: FRESHNESS_STATES.filter(state => asked.includes(state)),
  };
}

export function hasFilter({ text, states }: SourceFilter): boolean {
  return text !== '' || states.length > 0;
}

/** Clusters that match the filter, worst first. */
export function matchingClusters(
  clusters: Cluster[],
  { text, states }: SourceFilter,
): Cluster[] {
  const wanted = text.toLocaleLowerCase();
  return worstFirst(clusters).filter(
    ({ name, title, error, sources }) =>
      [name, title].some(value => value.toLocaleLowerCase().includes(wanted)) &&
      (states.length === 0 ||
        sources.some(({ state }) => states.includes(state)) ||
        (Boolean(error) && states.includes('failed'))),
  );
}
