import type { ClusterWithSources } from '../../database/operations/serve/loadClusters';

/** The names that clusters have in config, by the UID that evidence carries. */
export function clusterNamesOf(
  clusters: ClusterWithSources[],
): Map<string, string> {
  return new Map(
    clusters.flatMap(({ cluster }): [string, string][] =>
      cluster.uid ? [[cluster.uid, cluster.name]] : [],
    ),
  );
}
