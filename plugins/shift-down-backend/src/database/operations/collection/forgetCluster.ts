import type { Knex } from 'knex';
import { eachChunk } from '../../inChunks';
import { transact } from '../../transact';
import { removeObjects } from './removeObjects';
import { selectUnlistedObjects } from './selectUnlistedObjects';
import { SOURCE_KINDS } from '@shift-down/plugin-shift-down-common';
import type { StoreContext } from './storeObjects';

const OBJECTS_PER_TRANSACTION = 500;

/**
 * Removes the evidence of a cluster that is no longer configured, or whose name now
 * stands for another one. Never called because collection failed.
 * @internal
 */
export async function forgetCluster(
  knex: Knex,
  context: Omit<StoreContext, 'now'>,
): Promise<void> {
  for (const kind of SOURCE_KINDS) {
    const ids = await selectUnlistedObjects(
      knex,
      { clusterUid: context.clusterUid, kind },
      new Set(),
    );
    await eachChunk(
      ids,
      chunk =>
        transact(knex, tx =>
          removeObjects(tx, chunk, {
            ...context,
            now: new Date().toISOString(),
          }),
        ),
      OBJECTS_PER_TRANSACTION,
    );
  }
  await knex('clusters')
    .where('uid', context.clusterUid)
    .update({ uid: null, recorded_at: null });
  await knex('sources').where('cluster_name', context.clusterName).delete();
}
