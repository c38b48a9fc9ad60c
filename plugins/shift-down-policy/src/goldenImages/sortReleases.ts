/** Which release of a channel is newer. */
import type { GoldenImage, GoldenRelease } from './types';
import {
  calendarVersionOf,
  compareCalendar,
  compareNaturally,
  compareSemantic,
  semanticVersionOf,
} from './versions';

type Compare = (a: GoldenRelease, b: GoldenRelease) => number;

/**
 * By channel as declared, newest first. One way of comparing holds for a whole channel, so
 * that there is an order: by date if all have one, else by version.
 */
export function sortReleases(
  { channels, discovery }: GoldenImage,
  releases: readonly GoldenRelease[],
): GoldenRelease[] {
  return channels.flatMap(({ name }) => {
    const ofChannel = releases.filter(({ channel }) => channel === name);
    const byVersion = versionOrder(ofChannel, discovery?.rule);
    const compare: Compare = ofChannel.every(({ released }) => released)
      ? (a, b) => compareNaturally(a.released!, b.released!) || byVersion(a, b)
      : byVersion;
    return ofChannel.sort((a, b) => compare(b, a));
  });
}

function versionOrder(
  releases: readonly GoldenRelease[],
  rule: 'semver' | 'calendar' | undefined,
): Compare {
  const natural: Compare = (a, b) => compareNaturally(a.version, b.version);
  const bySemver = orderBy(
    releases,
    version => semanticVersionOf(version, { partial: true }),
    compareSemantic,
  );
  const byCalendar = orderBy(releases, calendarVersionOf, compareCalendar);
  const [first, second] =
    rule === 'calendar' ? [byCalendar, bySemver] : [bySemver, byCalendar];
  const order = first ?? second ?? natural;
  return (a, b) => order(a, b) || natural(a, b);
}

/** Nothing if a version is not of this form. */
function orderBy<Key>(
  releases: readonly GoldenRelease[],
  keyOf: (version: string) => Key | undefined,
  compare: (a: Key, b: Key) => number,
): Compare | undefined {
  const keys = new Map<string, Key>();
  for (const { version } of releases) {
    const key = keyOf(version);
    if (key === undefined) {
      return undefined;
    }
    keys.set(version, key);
  }
  return (a, b) => compare(keys.get(a.version)!, keys.get(b.version)!);
}
