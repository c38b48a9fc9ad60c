import type { Knex } from 'knex';
import type { CorrelationOptions } from '../../../correlation/types';
import { eachChunk } from '../../inChunks';
import { correlateEntities } from './correlateEntities';
import { findOwnedBelow } from './findOwnedBelow';
import { lockCorrelation } from './lockCorrelation';

const TABLES_BY_ENTITY = [
  'claim_keys',
  'claims',
  'subject_entities',
  'assessment_queue',
  'postures',
  'entity_controls',
  'control_changes',
  'posture_history',
  'finding_entities',
];

/**
 * Forgets entities that the catalog no longer has, with their posture and history.
 * What they claimed stays as evidence and is nobody's.
 * @internal
 */
export async function removeEntities(
  tx: Knex,
  options: CorrelationOptions,
  refs: string[],
  now: string,
): Promise<void> {
  if (refs.length === 0) {
    return;
  }
  await lockCorrelation(tx);
  const affected = await findOwnedBelow(
    tx,
    refs.filter(ref => ref.startsWith('group:')),
  );
  for (const table of TABLES_BY_ENTITY) {
    await eachChunk(refs, chunk =>
      tx(table).whereIn('entity_ref', chunk).delete(),
    );
  }
  await eachChunk(refs, chunk =>
    tx('entity_relations').whereIn('source_ref', chunk).delete(),
  );
  await eachChunk(refs, chunk => tx('entities').whereIn('ref', chunk).delete());
  await correlateEntities(tx, options, affected, now);
}
