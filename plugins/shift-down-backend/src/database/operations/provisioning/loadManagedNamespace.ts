import type { Knex } from 'knex';
import type { ManagedNamespaceRow } from '../../provisioningTables';

/** By its id, or the live one that is to have a name in a cluster. @internal */
export type ManagedNamespaceKey =
  | { id: string }
  | { clusterUid: string; name: string };

/** @internal */
export async function loadManagedNamespace(
  knex: Knex,
  key: ManagedNamespaceKey,
): Promise<ManagedNamespaceRow | undefined> {
  const query = knex<ManagedNamespaceRow>('managed_namespaces');
  return 'id' in key
    ? await query.where({ id: key.id }).first()
    : await query
        .where({ cluster_uid: key.clusterUid, name: key.name })
        .whereNull('gone_at')
        .first();
}
