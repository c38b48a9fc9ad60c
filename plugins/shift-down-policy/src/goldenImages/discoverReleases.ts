/** Releases that a golden image has by the tags of its repository. */
import { addDays } from './days';
import { createTagMatcher } from './patterns';
import { sortReleases } from './sortReleases';
import type { GoldenChannel, GoldenImage, GoldenRelease } from './types';
import {
  calendarVersionOf,
  compareTexts,
  isPatchedTag,
  semanticVersionOf,
} from './versions';

/** What the distribution specification allows; a registry could say anything. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/**
 * All releases of an image, the declared ones and those that its tags name by its rule; by
 * channel, newest first. What is declared wins over what was found.
 *
 * @remarks
 * Floating tags such as `22` are no releases, and pre-releases only where the pattern
 * matches them. A tag of no channel is none either.
 * @public
 */
export function discoverReleases(
  image: GoldenImage,
  tags: readonly string[],
): GoldenRelease[] {
  const taken = new Set(
    image.releases.flatMap(({ version, tag }) => [version, tag ?? version]),
  );
  const found = new Map<string, GoldenRelease>();
  const matcher = image.discovery?.pattern
    ? createTagMatcher(image.discovery.pattern)
    : () => ({});
  for (const tag of tags.filter(it => TAG.test(it))) {
    const match = matcher(tag);
    const release = match && readTag(image, tag, match);
    if (release && !taken.has(tag) && !taken.has(release.version)) {
      const other = found.get(release.version);
      if (!other || isBetter(release, other)) {
        found.set(release.version, release);
      }
    }
  }
  return sortReleases(image, [...image.releases, ...found.values()]);
}

function readTag(
  image: GoldenImage,
  tag: string,
  match: { version?: string; channel?: string },
): GoldenRelease | undefined {
  const { discovery } = image;
  if (!discovery) {
    return undefined;
  }
  const written = match.version ?? tag;
  // The patched release has the version of what it patches, and is another release.
  const suffix =
    match.version && isPatchedTag(tag) && !isPatchedTag(written)
      ? tag.slice(tag.lastIndexOf('-patched'))
      : '';
  const version = `${written}${suffix}`;
  const options = { partial: discovery.pattern !== undefined };
  const read =
    discovery.rule === 'semver'
      ? readSemantic(version, options)
      : readCalendar(version, options);
  if (!read) {
    return undefined;
  }
  const channel = channelOf(image, read.numbers, match.channel);
  if (!channel) {
    return undefined;
  }
  const { released } = read;
  return {
    version: read.version,
    channel: channel.name,
    ...(released && { released }),
    ...(released &&
      channel.supportDays !== undefined && {
        supportedUntil: addDays(released, channel.supportDays),
      }),
    ...(tag !== read.version && { tag }),
    digests: {},
    declared: false,
  };
}

interface ReadTag {
  version: string;
  /** What channels are named after: major and minor, or year and month. */
  numbers: number[];
  released?: string;
}

function readSemantic(
  text: string,
  { partial }: { partial: boolean },
): ReadTag | undefined {
  const read = semanticVersionOf(text, { partial });
  if (!read || (!partial && read.semver.prerelease.length > 0)) {
    return undefined;
  }
  const { major, minor } = read.semver;
  return { version: text.replace(/^v(?=\d)/, ''), numbers: [major, minor] };
}

function readCalendar(
  text: string,
  { partial }: { partial: boolean },
): ReadTag | undefined {
  const read = calendarVersionOf(text);
  if (!read || (!partial && read.rest !== '')) {
    return undefined;
  }
  return {
    version: text,
    numbers: read.date.split('-').slice(0, 2).map(Number),
    released: read.date,
  };
}

/**
 * The channel that the tag names; else the one of the rule; else the only one; else the one
 * whose name begins with the same numbers, as many of them as possible.
 */
function channelOf(
  { channels, discovery }: GoldenImage,
  numbers: readonly number[],
  named: string | undefined,
): GoldenChannel | undefined {
  const name = named ?? discovery?.channel;
  if (name !== undefined) {
    return channels.find(channel => channel.name === name);
  }
  if (channels.length === 1) {
    return channels[0];
  }
  const fitting = channels
    .map(channel => ({ channel, begins: numbersOf(channel.name) }))
    .filter(
      ({ begins }) =>
        begins.length > 0 &&
        begins.every((number, index) => number === numbers[index]),
    )
    .sort((a, b) => b.begins.length - a.begins.length);
  return fitting[0]?.channel;
}

function numbersOf(name: string): number[] {
  const match = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?![\d.])/.exec(name);
  return match
    ? match
        .slice(1)
        .filter(it => it !== undefined)
        .map(Number)
    : [];
}

/** Of several tags of one version, the one that says no more than the version. */
function isBetter(release: GoldenRelease, other: GoldenRelease): boolean {
  const tag = release.tag ?? release.version;
  const before = other.tag ?? other.version;
  return (tag.length - before.length || compareTexts(tag, before)) < 0;
}
