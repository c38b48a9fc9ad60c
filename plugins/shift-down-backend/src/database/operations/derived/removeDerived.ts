import type { DerivedKind } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { FencedWriter } from '../../../collection/HeldLease';
import { eachChunk } from '../../inChunks';
import { removeObjects } from '../collection/removeObjects';
import { reportSource } from '../collection/reportSource';
import { selectUnlistedObjects } from '../collection/selectUnlistedObjects';
import type { StoreContext } from '../collection/storeObjects';

const REMOVALS_PER_TRANSACTION = 200;

/** Forgets what we made of what is gone. @internal */
export async function removeDerived(
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
 * Forgets everything of a derived kind in a cluster, since config does not ask for it: from
 * then on none is expected.
 * @internal
 */
export async function removeAllDerived(
  knex: Knex,
  lease: FencedWriter,
  kind: DerivedKind,
  context: () => StoreContext,
): Promise<'changed' | 'unchanged'> {
  const { clusterName, clusterUid, now } = context();
  const ids = await selectUnlistedObjects(
    knex,
    { clusterUid, kind },
    new Set(),
  );
  await removeDerived(lease, ids, context);
  return await lease.transact(tx =>
    reportSource(
      tx,
      { clusterName, clusterUid, kind, staleAfterSeconds: 0 },
      { state: 'not-installed' },
      now,
    ),
  );
}
