import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { GoldenAdoptionRow } from '../../imageTables';
import { containersWithImages } from './sql';

type Standing = Omit<GoldenAdoptionRow, 'from_at' | 'until_at'>;

/**
 * Notes who stands on which release now: an interval ends when that changes, and another
 * begins.
 *
 * @returns How many intervals ended or began.
 * @internal
 */
export async function refreshAdoption(tx: Knex, now: string): Promise<number> {
  const counted: (Omit<Standing, 'workloads'> & {
    workloads: number | string;
  })[] = await containersWithImages(tx)
    .join('subject_entities as link', 'link.subject_id', 'container.subject_id')
    .whereNotNull('image.golden_image')
    .groupBy('link.entity_ref', 'image.golden_image', 'image.golden_version')
    .select({
      entity_ref: 'link.entity_ref',
      image: 'image.golden_image',
      version: 'image.golden_version',
    })
    .countDistinct({ workloads: 'container.subject_id' });
  const standing = new Map(
    counted.map(it => [keyOf(it), { ...it, workloads: Number(it.workloads) }]),
  );
  const open: GoldenAdoptionRow[] = await tx('golden_adoption').whereNull(
    'until_at',
  );
  const ended = open.filter(
    row => standing.get(keyOf(row))?.workloads !== row.workloads,
  );
  const still = new Set(
    open.filter(row => !ended.includes(row)).map(row => keyOf(row)),
  );
  for (const { entity_ref, from_at, image, version } of ended) {
    await tx('golden_adoption')
      .where({ entity_ref, image, version, from_at })
      .update({ until_at: now });
  }
  const begun = [...standing.entries()]
    .filter(([key]) => !still.has(key))
    .map(
      ([, it]): GoldenAdoptionRow => ({
        entity_ref: it.entity_ref,
        image: it.image,
        version: it.version,
        from_at: now,
        until_at: null,
        workloads: it.workloads,
      }),
    );
  await bulkInsert(tx, 'golden_adoption', begun, {
    key: ['entity_ref', 'image', 'version', 'from_at'],
    then: ['until_at', 'workloads'],
  });
  return ended.length + begun.length;
}

/** Forgets intervals that ended before a moment. @internal */
export async function forgetAdoption(tx: Knex, before: string): Promise<void> {
  await tx('golden_adoption').where('until_at', '<', before).delete();
}

function keyOf({
  entity_ref,
  image,
  version,
}: Pick<GoldenAdoptionRow, 'entity_ref' | 'image' | 'version'>): string {
  return JSON.stringify([entity_ref, image, version]);
}
