import type { Knex } from 'knex';
import { namespaceOwner } from '../../../correlation/namespaceOwner';
import type { CorrelationOptions } from '../../../correlation/types';
import { inChunks } from '../../inChunks';
import type { NamespaceRow } from '../../tables';
import { loadRecordedOwners } from './loadRecordedOwners';

/** Works out who owns namespaces of a cluster, and writes what changed. @internal */
export async function assignNamespaceOwners(
  tx: Knex,
  options: CorrelationOptions,
  cluster: { clusterUid: string; clusterName: string; namespaces: string[] },
): Promise<void> {
  const { clusterUid, clusterName } = cluster;
  const rows = await inChunks<string, NamespaceRow>(cluster.namespaces, chunk =>
    tx('namespaces').where('cluster_uid', clusterUid).whereIn('name', chunk),
  );
  const recorded = await loadRecordedOwners(tx, clusterUid, rows);
  for (const row of rows) {
    const owner = namespaceOwner(
      options,
      clusterName,
      row.name,
      JSON.parse(row.labels),
      recorded.get(row.name),
    );
    const update = {
      owner_ref: owner?.ownerRef ?? null,
      owner_source: owner?.source ?? null,
    };
    if (
      update.owner_ref !== row.owner_ref ||
      update.owner_source !== row.owner_source
    ) {
      await tx('namespaces')
        .where({ cluster_uid: clusterUid, name: row.name })
        .update(update);
    }
  }
}
