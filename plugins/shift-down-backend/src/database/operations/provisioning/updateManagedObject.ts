import type { Knex } from 'knex';
import type { ManagedObjectRow } from '../../provisioningTables';

/** @internal */
export type ManagedObjectChange = Partial<
  Pick<ManagedObjectRow, 'manifest' | 'uid' | 'state' | 'reason' | 'applied_at'>
>;

/** Notes what became of one object. @internal */
export async function updateManagedObject(
  knex: Knex,
  key: { namespaceId: string; objectId: string },
  change: ManagedObjectChange,
): Promise<void> {
  await knex('managed_objects')
    .where({ namespace_id: key.namespaceId, object_id: key.objectId })
    .update(change);
}
