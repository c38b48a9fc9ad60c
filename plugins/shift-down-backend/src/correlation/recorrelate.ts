/**
 * Correlates everything once, when the back end starts: rules, labels and trust
 * are configuration and may have changed while nothing else did.
 */
import type { Knex } from 'knex';
import { eachChunk } from '../database/inChunks';
import { correlateEntities } from '../database/operations/correlation/correlateEntities';
import { refreshNamespaceOwners } from '../database/operations/correlation/refreshNamespaceOwners';
import { transact } from '../database/transact';
import type { CorrelationOptions } from './types';

const ENTITIES_PER_TRANSACTION = 200;

/** @internal */
export async function recorrelate(
  database: Knex,
  options: CorrelationOptions,
): Promise<void> {
  await transact(database, tx => refreshNamespaceOwners(tx, options));
  const entities: { ref: string }[] = await database('entities').select('ref');
  await eachChunk(
    entities.map(({ ref }) => ref),
    refs =>
      transact(database, tx =>
        correlateEntities(tx, options, refs, new Date().toISOString()),
      ),
    ENTITIES_PER_TRANSACTION,
  );
}
