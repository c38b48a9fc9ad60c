/** What moving from one golden release to another changes. */
import {
  SEVERITIES,
  type GoldenReleaseReference,
} from '@shift-down/plugin-shift-down-common';
import { isRetired, newestSupported } from './goldenStatusOf';
import type {
  AdvisoryReference,
  GoldenIndex,
  IndexedRelease,
  ReleaseReport,
  ReleaseVulnerability,
  UpgradeAdvice,
} from './types';
import { compareTexts } from './versions';

/**
 * Advises on an upgrade, by default to the newest supported release of the channel, or of
 * the replacement's where the image is retired.
 *
 * @returns nothing if a release is unknown, or there is nothing newer to move to.
 * @public
 */
export function upgradeAdvice(
  from: GoldenReleaseReference,
  to: GoldenReleaseReference | undefined,
  index: GoldenIndex,
  now: Date,
): UpgradeAdvice | undefined {
  const start = index.release(from);
  if (!start) {
    return undefined;
  }
  const target = to ? index.release(to) : nextOf(start, index, now);
  if (!target || target === start) {
    return undefined;
  }
  const { reason, ...changes } = compareReports(start, target);
  return {
    from: { image: start.image, version: start.version },
    to: { image: target.image, version: target.version },
    fromLine: fromLineOf(target),
    compared: reason === undefined,
    ...(reason !== undefined && { reason }),
    ...changes,
  };
}

/**
 * The line that builds on exactly this release. Without a digest if none is known for
 * every platform.
 * @public
 */
export function fromLineOf({ golden, release, facts }: IndexedRelease): string {
  const { index, ...platforms } = release.digests;
  const single = Object.values(platforms);
  const digest =
    index ?? facts?.digest ?? (single.length === 1 ? single[0] : undefined);
  const tag = release.tag ?? release.version;
  return `FROM ${golden.repository}:${tag}${digest ? `@${digest}` : ''}`;
}

function nextOf(
  start: IndexedRelease,
  index: GoldenIndex,
  now: Date,
): IndexedRelease | undefined {
  const { golden, release, image } = start;
  if (!isRetired(golden, now)) {
    const channel = index.channel(image, release.channel);
    return newestSupported(channel.slice(0, channel.indexOf(start)), now);
  }
  const replacement =
    golden.retired?.replacement !== undefined
      ? index.image(golden.retired.replacement)
      : undefined;
  const channels = replacement?.channels.map(({ name }) => name) ?? [];
  const [channel] = channels.includes(release.channel)
    ? [release.channel]
    : channels;
  return replacement && channel
    ? newestSupported(index.channel(replacement.name, channel), now)
    : undefined;
}

type Comparison = Pick<UpgradeAdvice, 'reason' | 'removes' | 'leaves' | 'adds'>;

const NOTHING = { removes: [], leaves: [], adds: [] };

function compareReports(from: IndexedRelease, to: IndexedRelease): Comparison {
  const before = from.facts?.report;
  const after = to.facts?.report;
  const missing = [from, to].filter(({ facts }) => !facts?.report);
  if (!before || !after) {
    const names = missing.map(({ image, version }) => `${image} ${version}`);
    return {
      reason: `Nobody has scanned ${names.join(' and ')} yet.`,
      ...NOTHING,
    };
  }
  if (scannerOf(before) !== scannerOf(after)) {
    return {
      reason: `The releases were scanned by ${before.scanner} and ${after.scanner}, which name vulnerabilities differently.`,
      ...NOTHING,
    };
  }
  const old = byIdentity(before);
  const next = byIdentity(after);
  return {
    removes: references([...old].filter(([id]) => !next.has(id))),
    leaves: references([...old].filter(([id]) => next.has(id))),
    adds: references([...next].filter(([id]) => !old.has(id))),
  };
}

/** Its version aside. */
function scannerOf({ scanner }: ReleaseReport): string {
  return scanner
    .trim()
    .split(/[\s/@]/, 1)[0]
    .toLocaleLowerCase('en-US');
}

function byIdentity({
  vulnerabilities,
}: ReleaseReport): Map<string, ReleaseVulnerability> {
  return new Map(
    vulnerabilities.map(it => [`${it.advisory}\n${it.packageUrl}`, it]),
  );
}

function references(
  entries: readonly [string, ReleaseVulnerability][],
): AdvisoryReference[] {
  return entries
    .map(([, { advisory, packageName, severity }]) => ({
      advisory,
      packageName,
      severity,
    }))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        compareTexts(a.advisory, b.advisory) ||
        compareTexts(a.packageName, b.packageName),
    );
}
