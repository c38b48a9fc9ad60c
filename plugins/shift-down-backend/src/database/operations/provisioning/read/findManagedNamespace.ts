import type { Knex } from 'knex';
import {
  CLUSTER_NAME,
  selectReadableNamespaces,
  type NamedNamespaceRow,
  type ReadableNamespaces,
} from './readableNamespaces';

/** By its place, or by its id; `undefined` where there is none that may be read. @internal */
export async function findManagedNamespace(
  knex: Knex,
  readable: ReadableNamespaces,
  key: { cluster: string; namespace: string } | { id: string },
): Promise<NamedNamespaceRow | undefined> {
  const query = selectReadableNamespaces(knex, readable).select<
    NamedNamespaceRow[]
  >('n.*', knex.raw(`${CLUSTER_NAME} as cluster`));
  if ('id' in key) {
    query.where('n.id', key.id);
  } else {
    query
      .where('n.name', key.namespace)
      .whereRaw(`${CLUSTER_NAME} = ?`, [key.cluster]);
  }
  return await query.first();
}
