/** What the watch finds a managed namespace to be; never against somebody who writes it now. */
import type { Knex } from 'knex';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../../provisioningTables';

type Found = Pick<ManagedNamespaceRow, 'id' | 'uid' | 'state'>;

/** As it was when it was looked at, and nobody is at work on it. */
function unchanged(tx: Knex, { id, uid, state }: Found, now: string) {
  return tx('managed_namespaces')
    .where({ id, uid, state })
    .whereNull('gone_at')
    .where(row => row.whereNull('busy_until').orWhere('busy_until', '<=', now));
}

/** The Namespace is gone, or another one has its name. @internal */
export async function settleGone(
  tx: Knex,
  found: Found,
  reason: string,
  now: string,
): Promise<boolean> {
  const noted = await unchanged(tx, found, now).update({
    state: 'gone',
    gone_at: now,
    updated_at: now,
    reason,
    drift: '[]',
    drift_hash: '',
    exception_id: null,
  });
  return noted > 0;
}

/** All of it is there. @internal */
export async function settleComplete(
  tx: Knex,
  found: Found,
  seen: readonly Pick<ManagedObjectRow, 'object_id' | 'uid'>[],
  now: string,
): Promise<boolean> {
  const noted = await unchanged(tx, found, now).update({
    state: 'complete',
    reason: null,
    completed_at: now,
    updated_at: now,
  });
  if (noted === 0) {
    return false;
  }
  for (const { object_id: objectId, uid } of seen) {
    await tx('managed_objects')
      .where({ namespace_id: found.id, object_id: objectId })
      .update({ uid, state: 'applied', reason: null });
  }
  await tx('managed_objects')
    .where({ namespace_id: found.id })
    .whereNull('applied_at')
    .update({ applied_at: now });
  return true;
}

/** The Namespace that was proposed is there, and carries the mark of our record. @internal */
export async function settleUid(
  tx: Knex,
  { id, state }: Pick<Found, 'id' | 'state'>,
  uid: string,
  now: string,
): Promise<boolean> {
  const noted = await unchanged(tx, { id, uid: '', state }, now).update({
    uid,
    updated_at: now,
  });
  return noted > 0;
}
