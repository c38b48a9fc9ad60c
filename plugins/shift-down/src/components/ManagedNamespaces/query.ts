/** What the URL says about the list of managed namespaces, and what to ask the API for. */
import { MANAGED_NAMESPACE_STATES } from '@shift-down/plugin-shift-down-common';
import type { ListManagedNamespacesQuery } from '@shift-down/plugin-shift-down-common/client';
import type { UrlPatch, UrlState } from '../../hooks/useUrlState';

const PAGE_SIZE = 25;

export function managedNamespacesQuery(
  url: UrlState,
): ListManagedNamespacesQuery {
  const clusters = url.getAll('cluster');
  // Anyone can edit a URL.
  const states = MANAGED_NAMESPACE_STATES.filter(state =>
    url.getAll('state').includes(state),
  );
  return {
    text: url.get('text'),
    cluster: clusters.length > 0 ? clusters : undefined,
    state: states.length > 0 ? states : undefined,
    baselineVersion: url.get('baseline'),
    drifted: url.get('drifted') === 'true' ? true : undefined,
    behind: url.get('behind') === 'true' ? true : undefined,
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
}

/** The parameters that take all filters away. */
export const NO_FILTERS: UrlPatch = {
  text: undefined,
  cluster: undefined,
  state: undefined,
  baseline: undefined,
  drifted: undefined,
  behind: undefined,
  cursor: undefined,
};

export function hasFilters(url: UrlState): boolean {
  return Object.keys(NO_FILTERS).some(
    name => name !== 'cursor' && url.getAll(name).length > 0,
  );
}
