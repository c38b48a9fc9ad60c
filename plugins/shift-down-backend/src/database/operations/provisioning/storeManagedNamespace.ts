import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../provisioningTables';
import { transact } from '../../transact';

/**
 * Writes the record of a namespace before anything of it is made.
 * @returns whether there was none of that name in that cluster; if not, nothing is written.
 * @internal
 */
export async function storeManagedNamespace(
  knex: Knex,
  row: ManagedNamespaceRow,
  objects: ManagedObjectRow[],
): Promise<boolean> {
  try {
    await transact(knex, async tx => {
      await tx('managed_namespaces').insert(row);
      await bulkInsert(tx, 'managed_objects', objects);
    });
    return true;
  } catch (error) {
    if (isDatabaseConflictError(error)) {
      return false;
    }
    throw error;
  }
}
