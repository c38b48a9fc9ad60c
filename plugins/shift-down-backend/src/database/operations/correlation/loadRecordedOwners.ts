import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ManagedNamespaceRow } from '../../provisioningTables';

/**
 * Owners of namespaces by our own record of them, by name. What a record says holds for
 * the Namespace with its UID, and not for another one of that name.
 * @internal
 */
export async function loadRecordedOwners(
  tx: Knex,
  clusterUid: string,
  seen: readonly { name: string; uid: string }[],
): Promise<Map<string, string>> {
  const uids = new Map(seen.map(({ name, uid }) => [name, uid]));
  const records = await inChunks<
    string,
    Pick<ManagedNamespaceRow, 'name' | 'uid' | 'owner_ref'>
  >(uids.keys(), chunk =>
    tx('managed_namespaces')
      .where('cluster_uid', clusterUid)
      .whereIn('name', chunk)
      .whereNull('gone_at')
      .whereNot('uid', '')
      .select('name', 'uid', 'owner_ref'),
  );
  return new Map(
    records
      .filter(({ name, uid }) => uids.get(name) === uid)
      .map(record => [record.name, record.owner_ref]),
  );
}
