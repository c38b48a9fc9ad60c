import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { ManagedObjectRow } from '../../provisioningTables';

/**
 * Has the record list these objects. What it lists already keeps its UID, whatever a
 * version of the baseline calls it, and what came of it while it says the same; what is
 * not listed any more is forgotten.
 *
 * @returns the objects as they are listed now, and those that are forgotten
 * @internal
 */
export async function replaceManagedObjects(
  tx: Knex,
  id: string,
  objects: readonly ManagedObjectRow[],
): Promise<{ objects: ManagedObjectRow[]; forgotten: ManagedObjectRow[] }> {
  const stored: ManagedObjectRow[] = await tx('managed_objects')
    .where({ namespace_id: id })
    .orderBy('position');
  const byKey = new Map(stored.map(row => [keyOf(row), row]));
  const listed = objects.map(row => {
    const before = byKey.get(keyOf(row));
    if (!before) {
      return row;
    }
    const { applied_at, manifest, reason, state, uid } = before;
    return manifest === row.manifest
      ? { ...row, uid, state, reason, applied_at }
      : { ...row, uid };
  });
  await tx('managed_objects').where({ namespace_id: id }).delete();
  await bulkInsert(tx, 'managed_objects', listed);
  const keys = new Set(listed.map(keyOf));
  return {
    objects: listed,
    forgotten: stored.filter(row => !keys.has(keyOf(row))),
  };
}

/** An object stays the same in another version of its API. */
function keyOf(row: ManagedObjectRow): string {
  const [group, version] = row.api_version.split('/');
  return JSON.stringify([
    version === undefined ? '' : group,
    row.kind,
    row.namespace,
    row.name,
  ]);
}
