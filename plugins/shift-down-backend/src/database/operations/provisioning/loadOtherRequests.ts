import type { Knex } from 'knex';
import type { ManagedNamespaceRow } from '../../provisioningTables';

/**
 * What the other live namespaces of one owner in one cluster were asked for with.
 * @param except - Name of the namespace that is asked for now.
 * @returns JSON of requests
 * @internal
 */
export async function loadOtherRequests(
  knex: Knex,
  of: { clusterUid: string; ownerRef: string; except: string },
): Promise<string[]> {
  const rows: Pick<ManagedNamespaceRow, 'request'>[] = await knex(
    'managed_namespaces',
  )
    .where({ cluster_uid: of.clusterUid, owner_ref: of.ownerRef })
    .whereNot({ name: of.except })
    .whereNull('gone_at')
    .select('request');
  return rows.map(row => row.request);
}
