/**
 * Correlates everything once, when the back end starts: rules, labels and trust
 * are configuration and may have changed while nothing else did.
 */
import type { Knex } from 'knex';
import type { Clock } from '../database/DatabaseClock';
import { eachChunk } from '../database/inChunks';
import { assignNamespaceOwners } from '../database/operations/correlation/assignNamespaceOwners';
import { correlateEntities } from '../database/operations/correlation/correlateEntities';
import { transact } from '../database/transact';
import type { CorrelationOptions } from './types';

const ENTITIES_PER_TRANSACTION = 200;

/** @internal */
export async function recorrelate(
  database: Knex,
  options: CorrelationOptions,
  clock: Clock,
): Promise<void> {
  const clusters: { name: string; uid: string }[] = await database('clusters')
    .whereNotNull('uid')
    .select('name', 'uid');
  for (const cluster of clusters) {
    const namespaces: string[] = await database('namespaces')
      .where('cluster_uid', cluster.uid)
      .pluck('name');
    await transact(database, tx =>
      assignNamespaceOwners(tx, options, {
        clusterName: cluster.name,
        clusterUid: cluster.uid,
        namespaces,
      }),
    );
  }

  const refs: string[] = await database('entities').pluck('ref');
  await eachChunk(
    refs,
    chunk =>
      transact(database, tx =>
        correlateEntities(tx, options, chunk, clock.now().toISOString()),
      ),
    ENTITIES_PER_TRANSACTION,
  );
}
