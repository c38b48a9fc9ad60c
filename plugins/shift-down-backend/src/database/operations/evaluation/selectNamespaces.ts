import { DERIVED_KINDS } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { ClusterRow } from '../../tables';

/**
 * Names of all namespaces of a cluster in which something is, or was when we last made
 * something of it.
 * @internal
 */
export async function selectNamespaces(
  knex: Knex,
  clusterUid: string,
): Promise<string[]> {
  const rows: { name: string }[] = await knex('namespaces')
    .where('cluster_uid', clusterUid)
    .select('name')
    .union([
      knex('subjects')
        .where('cluster_uid', clusterUid)
        .whereNotNull('object_id')
        .whereNot('namespace', '')
        .select({ name: 'namespace' }),
      knex('objects')
        .where('cluster_uid', clusterUid)
        .whereIn('source_kind', DERIVED_KINDS)
        .select({ name: 'namespace' }),
    ]);
  return rows.map(row => row.name).sort();
}

/** `undefined` while nobody knows which cluster it is. @internal */
export async function selectCluster(
  knex: Knex,
  clusterName: string,
): Promise<{ uid: string; kubernetesVersion: string | null } | undefined> {
  const cluster: Pick<ClusterRow, 'uid' | 'kubernetes_version'> | undefined =
    await knex('clusters')
      .where('name', clusterName)
      .first('uid', 'kubernetes_version');
  return cluster?.uid
    ? { uid: cluster.uid, kubernetesVersion: cluster.kubernetes_version }
    : undefined;
}
