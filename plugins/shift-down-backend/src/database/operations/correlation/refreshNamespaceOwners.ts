import type { Knex } from 'knex';
import { namespaceOwner } from '../../../correlation/namespaceOwner';
import type { CorrelationOptions } from '../../../correlation/types';
import type { NamespaceRow } from '../../tables';
import { lockCorrelation } from './lockCorrelation';

/**
 * Applies the rules and labels of the configuration to the namespaces as stored,
 * since they may have changed while nothing in the clusters did.
 * @internal
 */
export async function refreshNamespaceOwners(
  tx: Knex,
  options: CorrelationOptions,
): Promise<void> {
  await lockCorrelation(tx);
  const rows: (NamespaceRow & { cluster_name: string })[] = await tx(
    'namespaces as namespace',
  )
    .join('clusters as cluster', 'cluster.uid', 'namespace.cluster_uid')
    .select('namespace.*', { cluster_name: 'cluster.name' });
  for (const row of rows) {
    const owner = namespaceOwner(
      options,
      row.cluster_name,
      row.name,
      JSON.parse(row.labels),
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
        .where({ cluster_uid: row.cluster_uid, name: row.name })
        .update(update);
    }
  }
}
