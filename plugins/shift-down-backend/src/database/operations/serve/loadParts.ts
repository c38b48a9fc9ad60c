import type { Knex } from 'knex';
import { applyReadable, type Readable } from './readScope';

/** Kinds whose posture is that of their parts. */
export const KINDS_WITH_PARTS = ['system', 'domain'];

/**
 * What systems and domains are made of, over any number of steps, as far as the
 * scope goes. What lies between (the systems of a domain) needs no permission:
 * only the parts themselves are told.
 *
 * @returns the refs of the parts by that of the whole
 */
export async function loadParts(
  database: Knex,
  wholes: string[],
  readable: Readable,
): Promise<Map<string, string[]>> {
  const parts = new Map<string, string[]>(wholes.map(ref => [ref, []]));
  const rows = await applyReadable(
    database
      .withRecursive('parts', ['whole', 'ref'], tree =>
        tree
          .select('target_ref', 'source_ref')
          .from('entity_relations')
          .where('type', 'partOf')
          .whereIn('target_ref', wholes)
          // A union of distinct rows ends by itself where relations run in circles.
          .union(step =>
            step
              .select('parts.whole', 'relation.source_ref')
              .from('parts')
              .join('entity_relations as relation', join =>
                join
                  .on('relation.target_ref', 'parts.ref')
                  .andOnVal('relation.type', 'partOf'),
              ),
          ),
      )
      .select<{ whole: string; ref: string }[]>('parts.whole', 'parts.ref')
      .from('parts')
      .join('entities', 'entities.ref', 'parts.ref')
      .whereNotIn('entities.kind', KINDS_WITH_PARTS)
      .orderBy('parts.ref'),
    readable,
    'parts.ref',
  );
  for (const { whole, ref } of rows) {
    parts.get(whole)?.push(ref);
  }
  return parts;
}
