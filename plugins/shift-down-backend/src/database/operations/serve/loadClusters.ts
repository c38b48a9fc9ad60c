import type { Knex } from 'knex';
import type { ClusterRow, SourceRow } from '../../tables';

export interface ClusterWithSources {
  cluster: ClusterRow;
  sources: SourceRow[];
}

/** Every cluster with its sources; there are never more than some dozens. */
export async function loadClusters(
  database: Knex,
): Promise<ClusterWithSources[]> {
  const [clusters, sources] = await Promise.all([
    database<ClusterRow>('clusters').select('*').orderBy('name'),
    database<SourceRow>('sources').select('*').orderBy('kind'),
  ]);
  return clusters.map(cluster => ({
    cluster,
    sources: sources.filter(source => source.cluster_name === cluster.name),
  }));
}
