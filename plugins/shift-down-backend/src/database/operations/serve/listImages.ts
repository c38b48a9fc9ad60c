import type { Knex } from 'knex';
import { countUpTo, type BoundedTotal } from './countUpTo';
import { containsPattern } from './findingFilters';
import { jsonText } from './json';
import { applyReadScope, type ReadScope } from './readScope';

/** An image as its containers name it: by digest, else by tag, else by neither. */
export interface ImageKey {
  repository: string;
  version: string;
}

/** Which rows of `containers as c` are of which {@link ImageKey.version}. */
export const IMAGE_VERSION = `coalesce(c.digest, c.tag, '')`;

/**
 * Joins the scans `i` that are of what a container `c` runs now. After a new
 * rollout the old image's scan says nothing of the new one.
 */
export function joinScans<T extends Knex.QueryBuilder>(query: T): T {
  query.leftJoin('image_scans as i', join =>
    join
      .on('i.subject_id', 'c.subject_id')
      .andOn('i.container', 'c.name')
      .andOn('i.repository', 'c.repository')
      .andOn(same =>
        same
          .on('i.digest', 'c.digest')
          .orOn(byTag =>
            byTag
              .on(unpinned => unpinned.onNull('i.digest').orOnNull('c.digest'))
              .andOn(tag =>
                tag.on('i.tag', 'c.tag').orOnNull('i.tag').orOnNull('c.tag'),
              ),
          ),
      ),
  );
  return query;
}

/** Rows of `containers as c` that run in the scope. */
export function selectContainers(
  database: Knex,
  scope: ReadScope,
): Knex.QueryBuilder {
  return database('containers as c').whereIn('c.subject_id', own =>
    applyReadScope(
      own.select('subject_id').from('subject_entities'),
      scope,
      'entity_ref',
    ),
  );
}

/**
 * One page of images that run in a scope, most vulnerable first. Images that were
 * never scanned come before those without a vulnerability: unknown is not clean.
 */
export async function listImages(
  database: Knex,
  request: {
    scope: ReadScope;
    text?: string;
    limit: number;
    after?: (string | number)[];
  },
): Promise<BoundedTotal & { images: ImageKey[]; next?: (string | number)[] }> {
  const { scope, text, limit, after } = request;
  const count = (severity: string) =>
    database.raw('coalesce(cast(? as bigint), 0)', [
      jsonText(database, 'i.counts', severity),
    ]);
  const weight = database.raw(
    'max(case when i.object_id is null then 1 else 2 * (? * 100000000 + ? * 10000 + ?) end)',
    [count('critical'), count('high'), count('medium')],
  );
  const select = () => {
    const containers = selectContainers(database, scope)
      .select('c.repository', { version: database.raw(IMAGE_VERSION) })
      .groupBy('c.repository')
      .groupByRaw(IMAGE_VERSION);
    return text
      ? containers.whereRaw(`lower(c.repository) like ? escape '!'`, [
          containsPattern(text),
        ])
      : containers;
  };

  const page = database
    .select('*')
    .from(joinScans(select().select({ weight })).as('images'))
    .orderBy([
      { column: 'weight', order: 'desc' },
      { column: 'repository' },
      { column: 'version' },
    ])
    .limit(limit + 1);
  if (after) {
    const [afterWeight, ...afterKey] = after;
    page.where(rest =>
      rest
        .where('weight', '<', afterWeight)
        .orWhere(tie =>
          tie
            .where('weight', afterWeight)
            .whereRaw('(repository, version) > (?, ?)', afterKey),
        ),
    );
  }
  const [rows, total] = await Promise.all([
    page as Promise<(ImageKey & { weight: string | number })[]>,
    countUpTo(database, select()),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    ...total,
    images: shown.map(({ repository, version }) => ({ repository, version })),
    next:
      last && rows.length > limit
        ? [Number(last.weight), last.repository, last.version]
        : undefined,
  };
}
