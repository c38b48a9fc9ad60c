import type { Knex } from 'knex';
import type { ClusterRow } from '../../tables';
import { markClusterForAssessment } from '../queue/markForAssessment';

/**
 * Notes that collection of a whole cluster broke off. Its evidence is kept; kinds
 * that were believed no longer are, and those known to be forbidden or absent
 * remain so.
 * @internal
 */
export async function failCluster(
  tx: Knex,
  clusterName: string,
  error: string,
  now: string,
): Promise<void> {
  await tx('clusters').where('name', clusterName).update({ error });
  await tx('sources')
    .where({ cluster_name: clusterName, state: 'failed' })
    .update({ error });
  const failed = await tx('sources')
    .where('cluster_name', clusterName)
    .whereIn('state', ['fresh', 'stale'])
    .update({ state: 'failed', since: now, error });
  const cluster: ClusterRow | undefined = await tx('clusters')
    .where('name', clusterName)
    .first();
  if (failed > 0 && cluster?.uid) {
    await markClusterForAssessment(tx, cluster.uid, now);
  }
}
