/** Records of namespaces that a request may read, by the name that their cluster has now. */
import type { Knex } from 'knex';
import type { ManagedNamespaceRow } from '../../../provisioningTables';

/** Whose namespaces may be read. @internal */
export type ReadableNamespaces =
  | 'everything'
  | { ownerRefs: readonly string[] };

/** A record with the name of its cluster in config. @internal */
export type NamedNamespaceRow = ManagedNamespaceRow & { cluster: string };

/** Name in config now; that of then where the cluster is there no more. @internal */
export const CLUSTER_NAME = 'coalesce(c.name, n.cluster_name)';

/**
 * Keeps the rows whose owner is one of those that may be read.
 * @param column - Where the ref of the owner is.
 * @internal
 */
export function whereReadable<T extends Knex.QueryBuilder>(
  query: T,
  readable: ReadableNamespaces,
  column: string = 'n.owner_ref',
): T {
  if (readable !== 'everything') {
    query.whereIn(column, [...readable.ownerRefs]);
  }
  return query;
}

/**
 * One record a name: the live one, or else the last one, unless it was forgotten. `n` is
 * the record and `c` its cluster.
 * @internal
 */
export function selectReadableNamespaces(
  knex: Knex,
  readable: ReadableNamespaces,
): Knex.QueryBuilder {
  const query = knex('managed_namespaces as n')
    .leftJoin('clusters as c', 'c.uid', 'n.cluster_uid')
    .whereNull('n.forgotten_at')
    .whereNotExists(
      knex('managed_namespaces as later')
        .select(knex.raw('1'))
        .whereRaw(
          `later.cluster_uid = n.cluster_uid and later.name = n.name
           and n.gone_at is not null
           and (later.gone_at is null
             or (later.gone_at, later.id) > (n.gone_at, n.id))`,
        ),
    );
  return whereReadable(query, readable);
}
