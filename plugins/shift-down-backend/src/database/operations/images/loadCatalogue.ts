import type { Severity } from '@shift-down/plugin-shift-down-common';
import {
  type GoldenCatalogue,
  type GoldenImage,
  type GoldenReleaseFacts,
  type ReleaseVulnerability,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type {
  GoldenImageRow,
  GoldenLocationRow,
  GoldenReleaseRow,
  GoldenReleaseVulnerabilityRow,
} from '../../imageTables';
import type { StoredFacts } from './goldenReleases';

/** What tells one catalogue from the next. @internal */
export interface CatalogueVersion {
  version: string;
  /** Hash of each golden image by its name. */
  hashes: ReadonlyMap<string, string>;
  /** Why there may be more than is known. */
  problem?: string;
}

/**
 * @param believedSince - ISO 8601; what was read or listed since then is believed to be
 *   all there is, even if it could not be read again.
 * @internal
 */
export async function loadCatalogueVersion(
  knex: Knex,
  configured: readonly string[],
  believedSince: string,
): Promise<CatalogueVersion> {
  const images: Pick<
    GoldenImageRow,
    'name' | 'hash' | 'tags_at' | 'tags_problem' | 'finds_releases'
  >[] = await knex('golden_images')
    .orderBy('name')
    .select('name', 'hash', 'tags_at', 'tags_problem', 'finds_releases');
  const locations: GoldenLocationRow[] = await knex('golden_locations');
  const problem =
    problemOfLocations(configured, locations, believedSince) ??
    problemOfTags(images, believedSince);
  const hash = createHash('sha256').update(problem ?? '');
  images.forEach(it => hash.update(JSON.stringify([it.name, it.hash])));
  return {
    version: hash.digest('hex'),
    hashes: new Map(images.map(it => [it.name, it.hash])),
    ...(problem !== undefined && { problem }),
  };
}

function problemOfLocations(
  configured: readonly string[],
  stored: readonly GoldenLocationRow[],
  believedSince: string,
): string | undefined {
  const byLocation = new Map(stored.map(row => [row.location, row]));
  for (const location of configured) {
    const row = byLocation.get(location);
    if (!row?.read_at) {
      return `The golden images at ${location} could not be read yet, so there may be more of them`;
    }
    if (row.read_at < believedSince) {
      return `The golden images at ${location} could not be read since ${row.read_at}, so there may be more of them`;
    }
    if (!row.is_complete) {
      return `Not every golden image at ${location} could be read, so there may be more of them`;
    }
  }
  return undefined;
}

function problemOfTags(
  images: readonly Pick<
    GoldenImageRow,
    'name' | 'tags_at' | 'tags_problem' | 'finds_releases'
  >[],
  believedSince: string,
): string | undefined {
  const unlisted = images.find(
    it => Boolean(it.finds_releases) && (it.tags_at ?? '') < believedSince,
  );
  return (
    unlisted &&
    `The releases of ${unlisted.name} could not be listed${
      unlisted.tags_problem ? ` (${unlisted.tags_problem})` : ' yet'
    }, so there may be more of them`
  );
}

/** @internal */
export async function loadCatalogue(
  knex: Knex,
  problem: string | undefined,
): Promise<GoldenCatalogue> {
  const images: Pick<GoldenImageRow, 'name' | 'definition'>[] = await knex(
    'golden_images',
  )
    .orderBy('name')
    .select('name', 'definition');
  const facts: GoldenReleaseFacts[] = [];
  for (const { name } of images) {
    facts.push(...(await loadFacts(knex, name)));
    await setImmediate();
  }
  return {
    images: images.map((row): GoldenImage => JSON.parse(row.definition)),
    facts,
    ...(problem !== undefined && { problem }),
  };
}

async function loadFacts(
  knex: Knex,
  image: string,
): Promise<GoldenReleaseFacts[]> {
  const releases: GoldenReleaseRow[] = await knex('golden_releases')
    .where({ image })
    .orderBy('version');
  const listed: GoldenReleaseVulnerabilityRow[] = await knex(
    'golden_release_vulnerabilities',
  )
    .where({ image })
    .orderBy(['version', 'advisory', 'package_url']);
  const byVersion = new Map<string, ReleaseVulnerability[]>();
  for (const row of listed) {
    const ofRelease = byVersion.get(row.version) ?? [];
    byVersion.set(row.version, ofRelease);
    ofRelease.push({
      advisory: row.advisory,
      packageUrl: row.package_url,
      packageName: row.package_name,
      installedVersion: row.installed_version,
      fixedVersion: row.fixed_version,
      severity: row.severity as Severity,
    });
  }
  return releases.map(({ digest, facts, scanned_at, scanner, version }) => {
    const known: StoredFacts = JSON.parse(facts);
    return {
      image,
      version,
      ...known,
      ...(digest !== null && { digest }),
      ...(scanner !== null &&
        scanned_at !== null && {
          report: {
            scanner,
            observedAt: scanned_at,
            vulnerabilities: byVersion.get(version) ?? [],
          },
        }),
    };
  });
}
