import type { Knex } from 'knex';
import type { NamespaceRow } from '../../tables';
import { selectWorkloads, type WorkloadScope } from './listNamespaces';

/** What is known of some Namespaces themselves. */
export type NamespaceObject = Pick<
  NamespaceRow,
  'cluster_uid' | 'name' | 'labels' | 'owner_ref'
>;

/** The Namespaces of some places that have been seen. */
export async function loadNamespaceObjects(
  database: Knex,
  places: { cluster_uid: string; namespace: string }[],
): Promise<NamespaceObject[]> {
  if (places.length === 0) {
    return [];
  }
  return await database('namespaces')
    .whereIn(
      ['cluster_uid', 'name'],
      places.map(place => [place.cluster_uid, place.namespace]),
    )
    .select('cluster_uid', 'name', 'labels', 'owner_ref');
}

/**
 * How many workloads there are in each of some places, those of nobody among them; by
 * cluster and namespace in JSON.
 */
export async function countAllWorkloads(
  database: Knex,
  places: { cluster_uid: string; namespace: string }[],
): Promise<Map<string, number>> {
  if (places.length === 0) {
    return new Map();
  }
  const rows: { cluster_uid: string; namespace: string; count: number }[] =
    await selectWorkloads(database, { type: 'every workload' })
      .whereIn(
        ['s.cluster_uid', 's.namespace'],
        places.map(place => [place.cluster_uid, place.namespace]),
      )
      .groupBy('s.cluster_uid', 's.namespace')
      .select({
        cluster_uid: 's.cluster_uid',
        namespace: 's.namespace',
        count: database.raw('count(*)'),
      });
  return new Map(rows.map(row => [placeKey(row), Number(row.count)]));
}

export function placeKey(place: {
  cluster_uid: string;
  namespace: string;
}): string {
  return JSON.stringify([place.cluster_uid, place.namespace]);
}

/** Labels of the namespaces of one cluster in which something may be seen. */
export async function loadVisibleNamespaces(
  database: Knex,
  scope: WorkloadScope,
  clusterUid: string,
): Promise<Pick<NamespaceRow, 'name' | 'labels'>[]> {
  const query = database('namespaces as n')
    .where('n.cluster_uid', clusterUid)
    .orderBy('n.name')
    .select('n.name', 'n.labels');
  return scope.type === 'every workload'
    ? await query
    : await query.whereIn(
        'n.name',
        selectWorkloads(database, scope)
          .where('s.cluster_uid', clusterUid)
          .select('s.namespace'),
      );
}
