import { SOURCE_KINDS } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { FencedWriter } from '../../../collection/HeldLease';
import type { Clock } from '../../DatabaseClock';
import { eachChunk } from '../../inChunks';
import { abandonVanished } from '../trust/settleVanished';
import { removeObjects } from './removeObjects';
import { selectUnlistedObjects } from './selectUnlistedObjects';
import type { StoreContext } from './storeObjects';

const OBJECTS_PER_TRANSACTION = 500;

/**
 * Removes the evidence of a cluster that is no longer configured, or whose name now
 * stands for another one. Never called because collection failed.
 * @internal
 */
export async function forgetCluster(
  knex: Knex,
  lease: FencedWriter,
  { clock, ...context }: Omit<StoreContext, 'now'> & { clock: Clock },
): Promise<void> {
  const { clusterName, clusterUid } = context;
  for (const kind of SOURCE_KINDS) {
    const ids = await selectUnlistedObjects(
      knex,
      { clusterUid, kind },
      new Set(),
    );
    await eachChunk(
      ids,
      chunk =>
        lease.transact(tx =>
          removeObjects(tx, chunk, {
            ...context,
            now: clock.now().toISOString(),
            forgetting: true,
          }),
        ),
      OBJECTS_PER_TRANSACTION,
    );
  }
  await abandonVanished(knex, lease, {
    ...context,
    now: clock.now().toISOString(),
  });
  await lease.transact(async tx => {
    await tx('report_writers').where('cluster_uid', clusterUid).delete();
    await tx('clusters')
      .where('uid', clusterUid)
      .update({
        uid: null,
        recorded_at: null,
        kubernetes_version: null,
        trust_review: null,
        // What RBAC said was said of another cluster.
        report_trust: tx.raw(
          `case report_trust when 'rbac' then 'unknown' else report_trust end`,
        ),
      });
    await tx('sources').where('cluster_name', clusterName).delete();
  });
}
