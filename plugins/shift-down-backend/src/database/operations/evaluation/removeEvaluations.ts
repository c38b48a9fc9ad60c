import type { Knex } from 'knex';
import type { FencedWriter } from '../../../collection/HeldLease';
import { eachChunk } from '../../inChunks';
import { removeObjects } from '../collection/removeObjects';
import { reportSource } from '../collection/reportSource';
import { selectUnlistedObjects } from '../collection/selectUnlistedObjects';
import type { StoreContext } from '../collection/storeObjects';

const REMOVALS_PER_TRANSACTION = 200;

/** Forgets evaluations of what is gone. @internal */
export async function removeEvaluations(
  lease: FencedWriter,
  ids: string[],
  context: () => StoreContext,
): Promise<void> {
  await eachChunk(
    ids,
    chunk => lease.transact(tx => removeObjects(tx, chunk, context())),
    REMOVALS_PER_TRANSACTION,
  );
}

/**
 * Forgets all evaluations of a cluster, since config switched them off: from then on none
 * is expected.
 * @internal
 */
export async function removeAllEvaluations(
  knex: Knex,
  lease: FencedWriter,
  context: () => StoreContext,
): Promise<'changed' | 'unchanged'> {
  const kind = 'Evaluation';
  const { clusterName, clusterUid, now } = context();
  const ids = await selectUnlistedObjects(
    knex,
    { clusterUid, kind },
    new Set(),
  );
  await removeEvaluations(lease, ids, context);
  return await lease.transact(tx =>
    reportSource(
      tx,
      { clusterName, clusterUid, kind, staleAfterSeconds: 0 },
      { state: 'not-installed' },
      now,
    ),
  );
}
