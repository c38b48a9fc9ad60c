/** How an image stands with the golden release that it was built on. */
import type {
  GoldenReleaseReference,
  GoldenStatus,
  Lineage,
} from '@shift-down/plugin-shift-down-common';
import { addDays, DAY, startOf } from './days';
import { supportStateOf } from './supportStateOf';
import type { GoldenImage, GoldenIndex, IndexedRelease } from './types';

/**
 * The status now, and when it changes by itself: at the end of support, when a release or a
 * retirement comes that has been announced, or when another day behind is over.
 * @public
 */
export function goldenStatusOf(
  lineage: Lineage,
  index: GoldenIndex,
  now: Date,
): { status: GoldenStatus; validUntil?: string } {
  if (lineage.state !== 'golden') {
    return { status: { state: lineage.state, reason: lineage.reason } };
  }
  const found = index.release(lineage.release);
  if (!found) {
    const { image, version } = lineage.release;
    return unknown(`${image} ${version} is not declared any more.`);
  }
  const { golden, release } = found;
  if (isRetired(golden, now)) {
    const replacement = golden.retired?.replacement;
    return {
      status: { state: 'retired', ...(replacement && { replacement }) },
    };
  }
  const channel = index.channel(golden.name, release.channel);
  const newer = channel.slice(0, channel.indexOf(found));
  const out = newer.filter(it => isReleased(it, now));
  const newest = newestSupported(out, now);
  const support = supportStateOf(release, golden, now);
  const changes = [
    golden.retired?.since,
    ...newer.filter(it => !out.includes(it)).map(it => it.release.released),
    support.until && addDays(support.until, 1),
    ...out.map(it => afterSupport(it)),
  ];
  if (support.state === 'out-of-support' && support.since) {
    return {
      status: {
        state: 'out-of-support',
        since: support.since,
        ...(newest && { newest: referenceOf(newest) }),
      },
      ...nextOf(changes, now),
    };
  }
  if (out.length === 0) {
    return { status: { state: 'current' }, ...nextOf(changes, now) };
  }
  const days = daysSince(out, now);
  return {
    status: {
      state: 'behind',
      releases: out.length,
      days: days ?? 0,
      newest: referenceOf(newest ?? out[0]),
    },
    ...nextOf(
      days === undefined
        ? changes
        : [...changes, addDays(now.toISOString(), 1)],
      now,
    ),
  };
}

/** From the day on that is declared; at once if none is. @public */
export function isRetired({ retired }: GoldenImage, now: Date): boolean {
  return (
    retired !== undefined &&
    (retired.since === undefined || startOf(retired.since) <= now.getTime())
  );
}

/** Releases may be announced before their day. */
export function isReleased({ release }: IndexedRelease, now: Date): boolean {
  return (
    release.released === undefined || startOf(release.released) <= now.getTime()
  );
}

/** The first that is out and not known to be out of support. @public */
export function newestSupported(
  releases: readonly IndexedRelease[],
  now: Date,
): IndexedRelease | undefined {
  return releases.find(
    it =>
      isReleased(it, now) &&
      supportStateOf(it.release, it.golden, now).state !== 'out-of-support',
  );
}

function referenceOf({
  image,
  version,
}: IndexedRelease): GoldenReleaseReference {
  return { image, version };
}

function afterSupport({ release }: IndexedRelease): string | undefined {
  return release.supportedUntil && addDays(release.supportedUntil, 1);
}

/** Since the first of them; nothing if none has a date. */
function daysSince(
  releases: readonly IndexedRelease[],
  now: Date,
): number | undefined {
  const dates = releases.flatMap(({ release }) => release.released ?? []);
  return dates.length === 0
    ? undefined
    : Math.floor((now.getTime() - Math.min(...dates.map(startOf))) / DAY);
}

function nextOf(
  days: readonly (string | undefined)[],
  now: Date,
): { validUntil?: string } {
  const ahead = days
    .filter(day => day !== undefined)
    .map(startOf)
    .filter(time => time > now.getTime());
  return ahead.length === 0
    ? {}
    : { validUntil: new Date(Math.min(...ahead)).toISOString() };
}

function unknown(reason: string): { status: GoldenStatus } {
  return { status: { state: 'unknown', reason } };
}
