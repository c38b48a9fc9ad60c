/** What the URL says about the page of namespaces: the filters and the one that is open. */
import type { ListNamespacesQuery } from '@shift-down/plugin-shift-down-common/client';
import type { UrlPatch, UrlState } from '../../hooks/useUrlState';

const PAGE_SIZE = 25;

export function namespacesQuery(url: UrlState): ListNamespacesQuery {
  const clusters = url.getAll('cluster');
  return {
    text: url.get('text'),
    cluster: clusters.length > 0 ? clusters : undefined,
    limit: PAGE_SIZE,
    cursor: url.get('cursor'),
  };
}

export function hasFilters(url: UrlState): boolean {
  return Boolean(url.get('text')) || url.getAll('cluster').length > 0;
}

/** A namespace by where it is. */
export interface NamespacePlace {
  cluster: string;
  namespace: string;
}

export function openNamespace(url: UrlState): NamespacePlace | undefined {
  const cluster = url.get('in');
  const namespace = url.get('open');
  return cluster && namespace ? { cluster, namespace } : undefined;
}

/** The parameters that open a namespace. */
export function opening({ cluster, namespace }: NamespacePlace) {
  return { in: cluster, open: namespace };
}

/** The parameters that close the one that is open. */
export const CLOSED: UrlPatch = { in: undefined, open: undefined };
