import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/**
 * Notes how what is there differs from what we applied.
 * @param uid - Of the Namespace that was compared: if the record is not of that one any
 * more, nothing is noted.
 * @internal
 */
export async function storeDrift(
  tx: Knex,
  compared: { id: string; uid: string; drift: ObjectDrift[]; hash: string },
  now: string,
): Promise<void> {
  const { id, uid, drift, hash } = compared;
  await tx('managed_namespaces')
    .where({ id, uid })
    .whereNull('gone_at')
    .update({
      drift: JSON.stringify(drift),
      drift_at: now,
      drift_hash: hash,
    });
}
