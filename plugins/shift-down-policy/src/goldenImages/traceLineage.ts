/** Which golden release an image was built on. */
import type {
  ImageEvidence,
  Lineage,
  PlatformImage,
  ProvenanceVerdict,
} from '@shift-down/plugin-shift-down-common';
import { parseImageReference } from '../imageReference';
import { normalisePlatform, withoutEmpty } from './layers';
import type { GoldenIndex, IndexedRelease } from './types';
import { isPatchedTag } from './versions';

const BASE_NAME = 'org.opencontainers.image.base.name';
const BASE_DIGEST = 'org.opencontainers.image.base.digest';
const PATCHED = 'sh.copa.image.patched';

/** What of a provenance bears on lineage. @public */
export type ProvenMaterials = Pick<ProvenanceVerdict, 'state' | 'materials'>;

/**
 * Traces an image back to the golden release that it was built on.
 *
 * @remarks
 * Only what can't be written by whoever builds the image makes it golden: being the
 * release by digest, or beginning with all of its layers. Provenance names the images of
 * every stage, so that it only confirms what the layers say; and what an image says of its
 * base itself is a hint. Where the layers say nothing but either names a golden image, the
 * image may have been squashed or built anew: unknown.
 * @param platform - Digest of a manifest, or a platform; if neither is given, all
 *   platforms have to agree.
 * @param provenance - Counts if it is verified.
 * @param tag - That the image runs by, if it is known.
 * @public
 */
export function traceLineage(
  image: ImageEvidence,
  platform: string | undefined,
  index: GoldenIndex,
  provenance?: ProvenMaterials,
  tag?: string,
): Lineage {
  if (index.images.length === 0) {
    return unknown(
      index.problem ?? 'No golden images are declared to compare it with.',
    );
  }
  const chosen = choosePlatforms(image, platform);
  if (chosen.length === 0) {
    const known = image.platforms.map(it => it.platform).join(', ');
    return unknown(
      known && platform
        ? `It has no image for ${platform}, only for ${known}.`
        : 'The registry names no platform of it whose layers could be read.',
    );
  }
  const context = { image, index, provenance, tag };
  return agreement(
    chosen,
    chosen.map(it => traceOne(it, context)),
  );
}

interface Context {
  image: ImageEvidence;
  index: GoldenIndex;
  provenance?: ProvenMaterials;
  tag?: string;
}

function choosePlatforms(
  { digest, platforms }: ImageEvidence,
  wanted: string | undefined,
): PlatformImage[] {
  if (wanted === undefined || wanted === digest) {
    return platforms;
  }
  return platforms.filter(
    it =>
      it.digest === wanted ||
      normalisePlatform(it.platform) === normalisePlatform(wanted),
  );
}

function agreement(
  platforms: readonly PlatformImage[],
  lineages: readonly Lineage[],
): Lineage {
  const [first, ...others] = lineages;
  const differing = others.findIndex(
    other => outcome(other) !== outcome(first),
  );
  if (differing < 0) {
    return first;
  }
  const uncertain = lineages.find(({ state }) => state === 'unknown');
  return (
    uncertain ??
    unknown(
      `Its platforms differ: ${platforms[0].platform} ${inWords(first)}, ${
        platforms[differing + 1].platform
      } ${inWords(others[differing])}.`,
    )
  );
}

function outcome(lineage: Lineage): string {
  return lineage.state === 'golden'
    ? JSON.stringify([lineage.release.image, lineage.release.version])
    : lineage.state;
}

function inWords(lineage: Lineage): string {
  return lineage.state === 'golden'
    ? `is built on ${lineage.release.image} ${lineage.release.version}`
    : 'is built on no golden image';
}

function traceOne(platform: PlatformImage, context: Context): Lineage {
  return (
    byDigest(platform, context) ??
    byLayers(platform, context) ??
    withoutPrefix(platform, context)
  );
}

function byDigest(
  platform: PlatformImage,
  { image, index }: Context,
): Lineage | undefined {
  const named = index.byDigest(image.digest);
  const releases = named.length > 0 ? named : index.byDigest(platform.digest);
  return releases.length > 0
    ? golden(releases, 'release', platform.diffIds.length)
    : undefined;
}

function byLayers(
  platform: PlatformImage,
  { index, provenance, tag }: Context,
): Lineage | undefined {
  const found = index.byLayers(platform.diffIds, platform.platform);
  if (!found) {
    return undefined;
  }
  const above = withoutEmpty(platform.diffIds.slice(found.layers));
  const isMarked =
    Object.hasOwn(platform.annotations, PATCHED) ||
    (tag !== undefined && isPatchedTag(tag));
  if (isMarked && above.length === 1) {
    return golden(found.releases, 'patched', found.layers);
  }
  const proven = provenReleases(found.releases, provenance);
  return proven.length > 0
    ? golden(proven, 'provenance', found.layers)
    : golden(found.releases, 'layers', found.layers);
}

function provenReleases(
  releases: readonly IndexedRelease[],
  provenance: ProvenMaterials | undefined,
): IndexedRelease[] {
  if (provenance?.state !== 'verified') {
    return [];
  }
  const named = new Set(provenance.materials?.map(({ digest }) => digest));
  return releases.filter(({ release, facts }) =>
    [
      facts?.digest,
      ...Object.values(release.digests),
      ...(facts?.platforms ?? []).map(({ digest }) => digest),
    ].some(digest => digest !== undefined && named.has(digest)),
  );
}

function golden(
  releases: readonly IndexedRelease[],
  evidence: 'release' | 'layers' | 'provenance' | 'patched',
  baseLayers: number,
): Lineage {
  const [newest, ...alternatives] = releases.map(({ image, version }) => ({
    image,
    version,
  }));
  return {
    state: 'golden',
    release: newest,
    alternatives,
    evidence,
    baseLayers,
  };
}

/** It begins with the layers of no release that we know. */
function withoutPrefix(platform: PlatformImage, context: Context): Lineage {
  const { index } = context;
  const hint = hintOf(platform);
  const named = goldenNamedBy(platform, context);
  if (named) {
    return unknown(
      `${named}, but it shares no layers with any of its releases: it may have been squashed or built anew.`,
      hint,
    );
  }
  const layers = withoutEmpty(platform.diffIds).length;
  if (layers === 0) {
    return unknown('It has no layers to compare.', hint);
  }
  if (layers === 1) {
    return unknown(
      'All of it is a single layer: it may have been squashed, and what it was built on can’t be seen.',
      hint,
    );
  }
  if (index.problem !== undefined) {
    return unknown(
      `Not all golden images are known, and it may be built on one of the others: ${index.problem}`,
      hint,
    );
  }
  if (index.unread.length > 0) {
    return unknown(unreadInWords(index.unread), hint);
  }
  return {
    state: 'not-golden',
    reason: 'It begins with the layers of no release of a golden image.',
    ...(hint && { hint }),
  };
}

function unreadInWords(unread: readonly IndexedRelease[]): string {
  const [{ image, version, facts }] = unread;
  const others =
    unread.length > 1 ? ` (and of ${unread.length - 1} more releases)` : '';
  const why = facts?.problem ? `: ${facts.problem}` : '';
  return `The layers of ${image} ${version}${others} are not known, and it may be built on that${why}`;
}

/** What it says of its base itself, as a reference. */
function hintOf({ annotations }: PlatformImage): string | undefined {
  const name = annotations[BASE_NAME];
  const digest = annotations[BASE_DIGEST];
  if (!name) {
    return digest || undefined;
  }
  return digest && !name.includes('@') ? `${name}@${digest}` : name;
}

/** A sentence without its end, if the image or its provenance names a golden image. */
function goldenNamedBy(
  { annotations }: PlatformImage,
  { index, provenance }: Context,
): string | undefined {
  const claimed = goldenOf(
    index,
    annotations[BASE_NAME],
    annotations[BASE_DIGEST],
  );
  if (claimed) {
    return `It says itself that it is built on ${claimed}`;
  }
  if (provenance?.state === 'verified') {
    for (const { uri, digest } of provenance.materials ?? []) {
      const proven = goldenOf(index, imageOfUri(uri), digest);
      if (proven) {
        return `Its signed provenance names ${proven} among what it was built from`;
      }
    }
  }
  return undefined;
}

function goldenOf(
  index: GoldenIndex,
  reference: string | undefined,
  digest: string | undefined,
): string | undefined {
  const [release] = digest ? index.byDigest(digest) : [];
  if (release) {
    return `${release.image} ${release.version}`;
  }
  const [image] = reference
    ? index.byRepository(parseImageReference(reference).repository)
    : [];
  return image?.name;
}

/**
 * The image that a material names: a package URL of type docker or oci, or a reference.
 * @see https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md
 */
function imageOfUri(uri: string): string | undefined {
  const [path, query = ''] = uri.split('?', 2);
  const repositoryUrl = new URLSearchParams(query).get('repository_url');
  const docker = /^pkg:docker\/([^#]+)/.exec(path)?.[1];
  if (docker) {
    const reference = decode(docker).replace(/@(?!sha\d+:)[^@/]*$/, '');
    return repositoryUrl ? `${repositoryUrl}/${reference}` : reference;
  }
  if (path.startsWith('pkg:oci/')) {
    return repositoryUrl ?? undefined;
  }
  return path.startsWith('pkg:') ? undefined : path.replace(/^[a-z]+:\/\//, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unknown(reason: string, hint?: string): Lineage {
  return { state: 'unknown', reason, ...(hint && { hint }) };
}
