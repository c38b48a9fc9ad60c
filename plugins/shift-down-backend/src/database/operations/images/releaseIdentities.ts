import type { Knex } from 'knex';
import type { GoldenReleaseRow } from '../../imageTables';
import type { StoredFacts } from './goldenReleases';

/** A golden release by one of its digests. @internal */
export interface ReleaseIdentity {
  image: string;
  version: string;
  repository: string;
  /** Of its newest report; empty if there is none. */
  scannedAt: string;
}

/** Golden releases by the digests of their indexes and manifests. @internal */
export async function releaseIdentities(
  knex: Knex,
): Promise<{ byDigest: Map<string, ReleaseIdentity[]> }> {
  const rows: (GoldenReleaseRow & { repository: string })[] = await knex(
    'golden_releases as release',
  )
    .join('golden_images as golden', 'golden.name', 'release.image')
    .select('release.*', 'golden.repository');
  const byDigest = new Map<string, ReleaseIdentity[]>();
  for (const {
    digest,
    facts,
    image,
    repository,
    scanned_at,
    version,
  } of rows) {
    const { platforms }: StoredFacts = JSON.parse(facts);
    for (const it of new Set([digest, ...platforms.map(p => p.digest)])) {
      if (it) {
        byDigest.set(it, [
          ...(byDigest.get(it) ?? []),
          { image, version, repository, scannedAt: scanned_at ?? '' },
        ]);
      }
    }
  }
  return { byDigest };
}
