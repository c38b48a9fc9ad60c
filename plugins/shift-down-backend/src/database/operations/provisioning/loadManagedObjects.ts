import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ManagedObjectRow } from '../../provisioningTables';

/**
 * The objects of managed namespaces, in the order in which they are applied.
 * @returns by id of the namespace; those without any are there as well.
 * @internal
 */
export async function loadManagedObjects(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, ManagedObjectRow[]>> {
  const byNamespace = new Map<string, ManagedObjectRow[]>(
    ids.map(id => [id, []]),
  );
  const rows = await inChunks<string, ManagedObjectRow>(ids, chunk =>
    knex('managed_objects')
      .whereIn('namespace_id', chunk)
      .orderBy(['namespace_id', 'position']),
  );
  for (const row of rows) {
    byNamespace.get(row.namespace_id)?.push(row);
  }
  return byNamespace;
}
