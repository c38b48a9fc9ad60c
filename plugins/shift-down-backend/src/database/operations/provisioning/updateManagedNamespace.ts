import type { Knex } from 'knex';
import type { ManagedNamespaceRow } from '../../provisioningTables';

/** @internal */
export type ManagedNamespaceChange = Partial<
  Omit<ManagedNamespaceRow, 'id' | 'cluster_uid' | 'name' | 'created_at'>
>;

/**
 * Notes what became of a namespace.
 *
 * @param expected - What must still hold of the row; whose work it is, for example.
 * @returns whether the row was there and as expected.
 * @internal
 */
export async function updateManagedNamespace(
  knex: Knex,
  id: string,
  change: ManagedNamespaceChange,
  expected: Partial<ManagedNamespaceRow> = {},
): Promise<boolean> {
  const updated = await knex('managed_namespaces')
    .where({ ...expected, id })
    .update(change);
  return updated > 0;
}
