import type { Knex } from 'knex';
import type { NamespaceRow } from '../../../tables';

/** A Namespace as it was collected, by the name that its cluster has in config. @internal */
export async function findNamespace(
  knex: Knex,
  place: { cluster: string; name: string },
): Promise<NamespaceRow | undefined> {
  return await knex('namespaces as n')
    .join('clusters as c', 'c.uid', 'n.cluster_uid')
    .where({ 'c.name': place.cluster, 'n.name': place.name })
    .first('n.*');
}
