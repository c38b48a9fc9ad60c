import type { Knex } from 'knex';

/**
 * What the images of workloads are called in `images`: see `imageVersion`, which says the
 * same of a reference.
 * @internal
 */
export function versionOfContainer(knex: Knex, alias = 'container'): Knex.Raw {
  return knex.raw(`coalesce(??, ??, 'latest')`, [
    `${alias}.digest`,
    `${alias}.tag`,
  ]);
}

/** Containers with their images. @internal */
export function containersWithImages(knex: Knex): Knex.QueryBuilder {
  return knex('containers as container').join('images as image', join =>
    join
      .on('image.repository', 'container.repository')
      .on('image.version', knex.raw('?', [versionOfContainer(knex)])),
  );
}
