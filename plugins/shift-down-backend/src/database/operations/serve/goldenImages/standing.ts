/** Workloads of a scope, and the images that they stand on. */
import type { Knex } from 'knex';
import { versionOfContainer } from '../../images/sql';
import { applyReadScope, type ReadScope } from '../readScope';

/** Containers of entities in a scope, with what is known of their images if anything is. */
export function containersInScope(
  database: Knex,
  scope: ReadScope,
): Knex.QueryBuilder {
  const query = database('containers as container')
    .leftJoin('images as image', join =>
      join
        .on('image.repository', 'container.repository')
        .on('image.version', database.raw('?', [versionOfContainer(database)])),
    )
    .join(
      'subject_entities as link',
      'link.subject_id',
      'container.subject_id',
    );
  return applyReadScope(query, scope, 'link.entity_ref');
}

/** How many stand on one release. */
export interface StandingCount {
  image: string;
  version: string;
  workloads: number;
  entities: number;
}

/** A workload with two releases of one image counts on both. */
export async function countStanding(
  database: Knex,
  scope: ReadScope,
  image?: string,
): Promise<StandingCount[]> {
  const query = containersInScope(database, scope)
    .select({ image: 'image.golden_image', version: 'image.golden_version' })
    .countDistinct({
      workloads: 'container.subject_id',
      entities: 'link.entity_ref',
    })
    .whereNotNull('image.golden_image')
    .groupBy('image.golden_image', 'image.golden_version');
  const rows: (Pick<StandingCount, 'image' | 'version'> &
    Record<'workloads' | 'entities', number | string>)[] = await (image ===
  undefined
    ? query
    : query.where('image.golden_image', image));
  return rows.map(row => ({
    ...row,
    workloads: Number(row.workloads),
    entities: Number(row.entities),
  }));
}

/** Those that stand on a golden image, by the owner of the entity and by release. */
export async function countOwners(
  database: Knex,
  scope: ReadScope,
  image: string,
): Promise<{ ownerRef: string | null; version: string; workloads: number }[]> {
  const rows: {
    ownerRef: string | null;
    version: string;
    workloads: number | string;
  }[] = await containersInScope(database, scope)
    .join('entities as entity', 'entity.ref', 'link.entity_ref')
    .select({ ownerRef: 'entity.owner_ref', version: 'image.golden_version' })
    .countDistinct({ workloads: 'container.subject_id' })
    .where('image.golden_image', image)
    .groupBy('entity.owner_ref', 'image.golden_version');
  return rows.map(row => ({ ...row, workloads: Number(row.workloads) }));
}

/** Workloads with an image that stands on no golden image, or may. */
export async function countElsewhere(
  database: Knex,
  scope: ReadScope,
): Promise<{ notGolden: number; unknown: number }> {
  const rows: { state: string; workloads: number | string }[] =
    await containersInScope(database, scope)
      .select({
        state: database.raw(`coalesce(image.lineage_state, 'unknown')`),
      })
      .countDistinct({ workloads: 'container.subject_id' })
      .groupByRaw(`coalesce(image.lineage_state, 'unknown')`);
  const count = (state: string) =>
    Number(rows.find(row => row.state === state)?.workloads ?? 0);
  return { notGolden: count('not-golden'), unknown: count('unknown') };
}
