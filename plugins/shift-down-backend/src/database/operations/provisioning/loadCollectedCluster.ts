import type { Knex } from 'knex';
import type { ClusterRow, NamespaceRow } from '../../tables';

/** A cluster as its source saw it. @internal */
export interface CollectedCluster {
  name: string;
  uid: string;
  kubernetesVersion: string | null;
}

/** @returns undefined while nobody knows which cluster it is. @internal */
export async function loadCollectedCluster(
  knex: Knex,
  key: { name: string } | { uid: string },
): Promise<CollectedCluster | undefined> {
  const row: ClusterRow | undefined = await knex<ClusterRow>('clusters')
    .where(key)
    .orderByRaw('case when duplicate_of is null then 0 else 1 end')
    .orderBy('name')
    .first();
  return row?.uid
    ? {
        name: row.name,
        uid: row.uid,
        kubernetesVersion: row.kubernetes_version,
      }
    : undefined;
}

/** A namespace that was collected. @internal */
export async function findCollectedNamespace(
  knex: Knex,
  clusterUid: string,
  name: string,
): Promise<{ uid: string } | undefined> {
  return await knex<NamespaceRow>('namespaces')
    .where({ cluster_uid: clusterUid, name })
    .first('uid');
}
