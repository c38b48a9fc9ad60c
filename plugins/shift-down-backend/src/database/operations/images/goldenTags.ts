import type { TagListing } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { GoldenImageRow } from '../../imageTables';
import { definitionOf } from './goldenLocations';

/** A golden image whose tags are to be listed. @internal */
export type DueTags = Pick<
  GoldenImageRow,
  'name' | 'repository' | 'tags_etag' | 'tags_attempts' | 'tags'
>;

/** Those that find releases by their tags and are due. @internal */
export async function selectDueTags(
  knex: Knex,
  now: string,
): Promise<DueTags[]> {
  return await knex('golden_images')
    .where('finds_releases', true)
    .where('next_tags_at', '<=', now)
    .orderByRaw(`coalesce(tags_at, '')`)
    .select('name', 'repository', 'tags_etag', 'tags_attempts', 'tags');
}

/** Keeps a list of tags, or why there is none: releases found before still count then. @internal */
export async function storeTags(
  tx: Knex,
  { name, repository }: Pick<DueTags, 'name' | 'repository'>,
  listing: TagListing,
  { nextAt, now }: { now: string; nextAt: string },
): Promise<void> {
  const stored: GoldenImageRow | undefined = await tx('golden_images')
    .where({ name, repository })
    .forUpdate()
    .first();
  if (!stored) {
    return;
  }
  const update = (row: Partial<GoldenImageRow>) =>
    tx('golden_images')
      .where({ name })
      .update({ next_tags_at: nextAt, ...row });
  const listed = { tags_problem: null, tags_at: now, tags_attempts: 0 };
  switch (listing.outcome) {
    case 'unknown':
      await update({
        tags_problem: listing.reason,
        tags_attempts: stored.tags_attempts + 1,
      });
      break;
    case 'unchanged':
      await update(listed);
      break;
    default: {
      const tags = [...listing.tags].sort();
      await update({
        ...listed,
        tags: JSON.stringify(tags),
        tags_etag: listing.etag ?? null,
        definition: JSON.stringify(
          definitionOf(JSON.parse(stored.definition), tags),
        ),
      });
    }
  }
}
