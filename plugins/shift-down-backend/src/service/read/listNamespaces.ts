import type {
  ListNamespacesQuery,
  NamespacePage,
  NamespaceReadiness,
} from '@shift-down/plugin-shift-down-common/client';
import {
  listNamespaces as listRows,
  type NamespaceCounts,
  type WorkloadScope,
} from '../../database/operations/serve/listNamespaces';
import { loadClusters } from '../../database/operations/serve/loadClusters';
import {
  countAllWorkloads,
  loadNamespaceObjects,
  placeKey,
} from '../../database/operations/serve/loadNamespaceObjects';
import type { NamespaceReader } from '../NamespaceCatalog';
import { decodeCursor, encodeCursor } from '../request/cursor';
import { freshnessOf } from '../response/freshness';
import { toNamespaceReadiness } from '../response/toNamespaceReadiness';
import type { ServeContext } from '../ServeContext';
import { namespaceScopeOf } from './namespaceScope';

/** One page of the namespaces with workloads that the reader may see. */
export async function listNamespaces(
  context: ServeContext,
  query: ListNamespacesQuery,
  reader: NamespaceReader,
): Promise<NamespacePage> {
  const { limit = 25, cursor, ...filters } = query;
  const cursorContext = { list: 'namespaces', sort: 'name', filters };
  const after = decodeCursor(cursor, cursorContext);
  const scope = await namespaceScopeOf(context, reader);
  const { rows, more, ...total } = await listRows(context.database, {
    scope,
    filters,
    limit,
    after,
  });
  const last = rows.at(-1);
  return {
    ...total,
    items: await readReadiness(context, rows, scope),
    nextCursor:
      last && more
        ? encodeCursor([last.cluster, last.namespace], cursorContext)
        : undefined,
  };
}

/** Rows as the API tells them, in their order. */
export async function readReadiness(
  { clock, database }: ServeContext,
  rows: NamespaceCounts[],
  scope: WorkloadScope,
): Promise<NamespaceReadiness[]> {
  const [clusters, objects, totals] = await Promise.all([
    loadClusters(database),
    loadNamespaceObjects(database, rows),
    // Whoever sees some workloads only is not told whether there are others.
    scope.type === 'everything'
      ? countAllWorkloads(database, rows)
      : new Map<string, number>(),
  ]);
  const now = clock.now();
  return rows.map(row => {
    const source = clusters
      .find(it => it.cluster.uid === row.cluster_uid)
      ?.sources.find(it => it.kind === 'Evaluation');
    return toNamespaceReadiness(row, {
      object: objects.find(
        it => it.cluster_uid === row.cluster_uid && it.name === row.namespace,
      ),
      freshness: source
        ? freshnessOf(source, now)
        : { state: 'not-installed' as const },
      complete:
        scope.type === 'every workload' ||
        totals.get(placeKey(row)) === row.workloads,
    });
  });
}
