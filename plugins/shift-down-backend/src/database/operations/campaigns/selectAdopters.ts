import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { EntityRow } from '../../tables';
import { applyReadable, type Readable } from '../serve/readScope';

/** @internal */
export type Adopter = Pick<EntityRow, 'ref' | 'owner_ref' | 'annotations'>;

/** Entities that stand on one of these releases now, of those that may be read. @internal */
export async function selectAdopters(
  knex: Knex,
  image: string,
  versions: readonly string[],
  readable: Readable,
): Promise<Adopter[]> {
  const refs = await inChunks<string, string>([...versions], chunk =>
    knex('golden_adoption')
      .where({ image })
      .whereNull('until_at')
      .whereIn('version', chunk)
      .distinct()
      .pluck('entity_ref'),
  );
  return await inChunks<string, Adopter>([...new Set(refs)].sort(), chunk =>
    applyReadable(
      knex('entities')
        .whereIn('ref', chunk)
        .orderBy('ref')
        .select('ref', 'owner_ref', 'annotations'),
      readable,
      'ref',
    ),
  );
}
