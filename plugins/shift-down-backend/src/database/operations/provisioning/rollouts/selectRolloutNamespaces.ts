import type { Knex } from 'knex';
import type { ManagedNamespaceRow } from '../../../provisioningTables';

/** Live namespaces of these clusters and environments; of all where none are named. @internal */
export async function selectRolloutNamespaces(
  knex: Knex,
  of: { clusters?: readonly string[]; environments?: readonly string[] },
): Promise<ManagedNamespaceRow[]> {
  const query = knex<ManagedNamespaceRow>('managed_namespaces')
    .whereNull('gone_at')
    .whereNot('uid', '')
    .orderBy(['cluster_name', 'name', 'id']);
  if (of.clusters) {
    query.whereIn('cluster_name', [...of.clusters]);
  }
  if (of.environments) {
    query.whereIn('environment', [...of.environments]);
  }
  return await query;
}
