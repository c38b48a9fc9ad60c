/** Golden releases made ready to be found by thousands of images. */
import type { GoldenReleaseReference } from '@shift-down/plugin-shift-down-common';
import { dayOf } from './days';
import { isEmptyLayer, normalisePlatform, withoutEmpty } from './layers';
import { sortReleases } from './sortReleases';
import { supportedUntil } from './supportStateOf';
import type {
  GoldenCatalogue,
  GoldenImage,
  GoldenIndex,
  GoldenRelease,
  GoldenReleaseFacts,
  IndexedRelease,
} from './types';
import { compareTexts } from './versions';

/** A trie of layers, lowest first: the way down is as long as the image has layers. */
interface Node {
  children: Map<string, Node>;
  releases: IndexedRelease[];
}

/** Reproducible builds say 1970 or 1980 when asked for their date. */
const FIRST_BELIEVABLE_DAY = '2000-01-01';

/**
 * Makes a catalogue ready to be asked. Building it takes time in proportion to the layers
 * of all releases, and asking it in proportion to the layers of one image.
 * @public
 */
export function createGoldenIndex(catalogue: GoldenCatalogue): GoldenIndex {
  const facts = new Map(catalogue.facts.map(it => [keyOf(it), it]));
  const images = catalogue.images.map(image => dated(image, facts));
  const all = images.flatMap(golden =>
    golden.releases.map((release): IndexedRelease => {
      const reference = { image: golden.name, version: release.version };
      return {
        ...reference,
        golden,
        release,
        facts: facts.get(keyOf(reference)),
      };
    }),
  );

  const position = new Map(all.map((release, index) => [release, index]));
  const newestFirst = (a: IndexedRelease, b: IndexedRelease) =>
    compareTexts(b.release.released ?? '', a.release.released ?? '') ||
    position.get(a)! - position.get(b)!;

  const byName = new Map(images.map(image => [image.name, image]));
  const byReference = new Map(all.map(release => [keyOf(release), release]));
  const byChannel = groupBy(all, ({ image, release }) => [
    channelKey(image, release.channel),
  ]);
  const byRepository = groupBy(images, ({ repository }) => [repository]);
  const byDigest = groupBy([...all].sort(newestFirst), digestsOf);
  const tries = triesOf(all);
  for (const root of tries.values()) {
    sortNodes(root, newestFirst);
  }

  return {
    images,
    problem: catalogue.problem,
    unread: all.filter(isUnread),
    image: name => byName.get(name),
    release: reference => byReference.get(keyOf(reference)),
    channel: (image, channel) =>
      byChannel.get(channelKey(image, channel)) ?? [],
    byDigest: digest => byDigest.get(digest) ?? [],
    byRepository: repository => byRepository.get(repository) ?? [],
    byLayers: (diffIds, platform) => {
      const root = tries.get(normalisePlatform(platform));
      return root && longestPrefix(root, diffIds);
    },
  };
}

function keyOf({ image, version }: GoldenReleaseReference): string {
  return `${image}\n${version}`;
}

function channelKey(image: string, channel: string): string {
  return `${image}\n${channel}`;
}

/** Sorted by what was declared; what nobody dated has the day that it was built. */
function dated(
  image: GoldenImage,
  facts: ReadonlyMap<string, GoldenReleaseFacts>,
): GoldenImage {
  return {
    ...image,
    releases: sortReleases(image, image.releases).map(release => {
      const known = facts.get(
        keyOf({ image: image.name, version: release.version }),
      );
      const released = release.released ?? builtOn(known);
      const withDate: GoldenRelease = {
        ...release,
        ...(released && { released }),
      };
      const until = supportedUntil(withDate, image);
      return { ...withDate, ...(until && { supportedUntil: until }) };
    }),
  };
}

function builtOn(facts: GoldenReleaseFacts | undefined): string | undefined {
  const days = (facts?.platforms ?? [])
    .map(({ created }) => (created ? Date.parse(created) : NaN))
    .filter(time => !Number.isNaN(time))
    .map(dayOf)
    .filter(day => day >= FIRST_BELIEVABLE_DAY)
    .sort();
  return days.at(-1);
}

function isUnread({ facts }: IndexedRelease): boolean {
  return !facts || facts.problem !== undefined || facts.platforms.length === 0;
}

function digestsOf({ release, facts }: IndexedRelease): string[] {
  const digests = [
    ...Object.values(release.digests),
    facts?.digest,
    ...(facts?.platforms ?? []).map(({ digest }) => digest),
  ];
  return [...new Set(digests.filter(digest => digest !== undefined))];
}

function triesOf(releases: readonly IndexedRelease[]): Map<string, Node> {
  const tries = new Map<string, Node>();
  for (const release of releases) {
    for (const { platform, diffIds } of release.facts?.platforms ?? []) {
      const layers = withoutEmpty(diffIds);
      // Everything begins with no layer.
      if (layers.length > 0) {
        const name = normalisePlatform(platform);
        const root = tries.get(name) ?? createNode();
        tries.set(name, root);
        const node = layers.reduce(child, root);
        if (!node.releases.includes(release)) {
          node.releases.push(release);
        }
      }
    }
  }
  return tries;
}

function createNode(): Node {
  return { children: new Map(), releases: [] };
}

function child(node: Node, diffId: string): Node {
  let next = node.children.get(diffId);
  if (!next) {
    next = createNode();
    node.children.set(diffId, next);
  }
  return next;
}

function sortNodes(
  root: Node,
  compare: (a: IndexedRelease, b: IndexedRelease) => number,
): void {
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    node.releases.sort(compare);
    for (const next of node.children.values()) {
      open.push(next);
    }
  }
}

function longestPrefix(
  root: Node,
  diffIds: readonly string[],
): { releases: readonly IndexedRelease[]; layers: number } | undefined {
  let node: Node | undefined = root;
  let longest: ReturnType<typeof longestPrefix>;
  for (const [index, diffId] of diffIds.entries()) {
    if (!isEmptyLayer(diffId)) {
      node = node.children.get(diffId);
      if (!node) {
        break;
      }
      if (node.releases.length > 0) {
        longest = { releases: node.releases, layers: index + 1 };
      }
    }
  }
  return longest;
}

function groupBy<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => string[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) {
        group.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
  }
  return groups;
}
