import type { Knex } from 'knex';
import { ANY_VALUE } from '../../../correlation/readClaim';
import { inChunks } from '../../inChunks';

/**
 * Refs of the entities that are linked to any of these subjects or may claim one.
 * @internal
 */
export async function findClaimants(
  tx: Knex,
  subjectIds: Iterable<string>,
): Promise<Set<string>> {
  const rows = await inChunks<string, { entity_ref: string }>(
    subjectIds,
    chunk =>
      tx('subject_entities')
        .select('entity_ref')
        .whereIn('subject_id', chunk)
        .union([
          tx('claim_keys as claim')
            .join('subject_labels as label', function sameLabel() {
              this.on('label.key', 'claim.key').on(
                'label.value',
                'claim.value',
              );
            })
            .select('claim.entity_ref')
            .whereIn('label.subject_id', chunk),
          tx('claim_keys as claim')
            .join('subject_labels as label', 'label.key', 'claim.key')
            .select('claim.entity_ref')
            .where('claim.value', ANY_VALUE)
            .whereIn('label.subject_id', chunk),
        ]),
    500,
  );
  return new Set(rows.map(row => row.entity_ref));
}
