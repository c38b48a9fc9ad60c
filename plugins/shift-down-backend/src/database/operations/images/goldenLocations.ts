import {
  discoverReleases,
  type GoldenImage,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { GoldenImageRow, GoldenLocationRow } from '../../imageTables';

/** What was read at one configured location. @internal */
export interface ReadLocation {
  location: string;
  images: readonly GoldenImage[];
  problems: readonly string[];
  /** Whether there can be no other golden image there. */
  isComplete: boolean;
  /** By name of the image, what could not be read beside its file. */
  problemsOf: ReadonlyMap<string, string[]>;
}

/**
 * Keeps the golden images of a location as its files declare them. Those that are gone from
 * it are forgotten only if all of it could be read.
 * @internal
 */
export async function storeLocation(
  tx: Knex,
  read: ReadLocation,
  now: string,
): Promise<void> {
  const stored: GoldenImageRow[] = await tx('golden_images');
  const before = new Map(stored.map(row => [row.name, row]));
  const problems = [...read.problems];
  for (const image of read.images) {
    const known = before.get(image.name);
    if (known && known.configured_location !== read.location) {
      problems.push(
        `${image.location}: the golden image '${image.name}' is declared in ` +
          `${known.location} already, and only that counts`,
      );
      continue;
    }
    await storeGoldenImage(tx, image, known, read, now);
  }
  if (read.isComplete) {
    const names = new Set(read.images.map(it => it.name));
    await forgetGoldenImages(
      tx,
      stored
        .filter(
          row =>
            row.configured_location === read.location && !names.has(row.name),
        )
        .map(row => row.name),
      now,
    );
  }
  const row: GoldenLocationRow = {
    location: read.location,
    problems: JSON.stringify(problems),
    is_complete: read.isComplete,
    read_at: now,
  };
  await tx('golden_locations').insert(row).onConflict('location').merge();
}

async function storeGoldenImage(
  tx: Knex,
  image: GoldenImage,
  known: GoldenImageRow | undefined,
  { location, problemsOf }: ReadLocation,
  now: string,
): Promise<void> {
  // Of another repository they say nothing.
  const isSame = known?.repository === image.repository;
  const tags: string[] = isSame ? JSON.parse(known.tags ?? '[]') : [];
  const row = {
    name: image.name,
    configured_location: location,
    location: image.location,
    repository: image.repository,
    owner_ref: image.owner,
    definition: JSON.stringify(definitionOf(image, tags)),
    finds_releases: image.discovery !== undefined,
    problems: JSON.stringify(problemsOf.get(image.name) ?? []),
  };
  if (known && isSame) {
    await tx('golden_images').where('name', image.name).update(row);
    return;
  }
  const unread: GoldenImageRow = {
    ...row,
    tags: null,
    tags_etag: null,
    tags_problem: null,
    tags_at: null,
    tags_attempts: 0,
    next_tags_at: now,
    hash: '',
    changed_at: now,
  };
  await tx('golden_images').insert(unread).onConflict('name').merge();
}

/** An image with the releases that its tags name beside the declared ones. @internal */
export function definitionOf(
  image: GoldenImage,
  tags: readonly string[],
): GoldenImage {
  const declared = {
    ...image,
    releases: image.releases.filter(it => it.declared),
  };
  return { ...declared, releases: discoverReleases(declared, tags) };
}

/** Says that a location could not be read; what was read there before still holds. @internal */
export async function failLocation(
  tx: Knex,
  location: string,
  problem: string,
): Promise<void> {
  const row: GoldenLocationRow = {
    location,
    problems: JSON.stringify([problem]),
    is_complete: false,
    read_at: null,
  };
  await tx('golden_locations')
    .insert(row)
    .onConflict('location')
    .merge(['problems']);
}

/** Forgets what was read where config does not look any more. @internal */
export async function forgetLocations(
  tx: Knex,
  configured: readonly string[],
  now: string,
): Promise<void> {
  await tx('golden_locations').whereNotIn('location', configured).delete();
  const names: string[] = await tx('golden_images')
    .whereNotIn('configured_location', configured)
    .pluck('name');
  await forgetGoldenImages(tx, names, now);
}

/** Whoever stood on them is judged anew, for the catalogue is another one then. */
async function forgetGoldenImages(
  tx: Knex,
  names: readonly string[],
  now: string,
): Promise<void> {
  if (names.length === 0) {
    return;
  }
  await tx('golden_adoption')
    .whereIn('image', names)
    .whereNull('until_at')
    .update({ until_at: now });
  for (const table of [
    'golden_releases',
    'golden_release_vulnerabilities',
    'golden_vulnerabilities',
  ]) {
    await tx(table).whereIn('image', names).delete();
  }
  await tx('vex_documents')
    .where('source', 'git')
    .whereIn('origin', names)
    .delete();
  await tx('golden_images').whereIn('name', names).delete();
}
