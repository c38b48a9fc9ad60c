/** The golden release that an image stands on, and what its channel offers instead. */
import type {
  GoldenReleaseReference,
  Lineage,
} from '@shift-down/plugin-shift-down-common';
import { DAY, startOf } from '../goldenImages/days';
import { supportStateOf } from '../goldenImages/supportStateOf';
import type { GoldenIndex, IndexedRelease } from '../goldenImages/types';
import { releaseReportsOf, type ReportVerdict } from './releaseReports';
import type { SeenVulnerability } from './types';

/** A lineage that leads to a golden release. */
export type GoldenLineage = Extract<Lineage, { state: 'golden' }>;

/** What newer releases of the channel make of a vulnerability. */
export interface Upgrade {
  /** The newest supported release that lacks it. */
  to?: GoldenReleaseReference;
  /** Since when there is a release that lacks it, in milliseconds, if it is known. */
  since?: number;
  /** Why there may be one all the same. */
  undecided?: string;
}

export class GoldenBase {
  readonly #index: GoldenIndex;
  readonly #now: Date;
  readonly #releases: GoldenReleaseReference[];
  readonly #layers: Set<string>;
  /** Newest first; released by now. */
  readonly #newer: { release: IndexedRelease; isSupported: boolean }[];
  /** When releases come out or their support ends next, in milliseconds. */
  readonly validUntil: number | undefined;

  constructor(lineage: GoldenLineage, index: GoldenIndex, now: Date) {
    this.#index = index;
    this.#now = now;
    this.#releases = [lineage.release, ...lineage.alternatives];
    const known = index.release(lineage.release);
    this.#layers = new Set(
      this.#releases.flatMap(
        release =>
          index
            .release(release)
            ?.facts?.platforms.flatMap(({ diffIds }) => diffIds) ?? [],
      ),
    );
    const ofChannel = known
      ? index.channel(known.image, known.release.channel)
      : [];
    const newer = ofChannel.slice(
      0,
      Math.max(
        0,
        ofChannel.findIndex(it => it.version === lineage.release.version),
      ),
    );
    this.#newer = newer
      .filter(it => !(releasedAt(it) > now.getTime()))
      .map(release => ({ release, isSupported: this.#isSupported(release) }));
    this.validUntil = this.#nextChange(newer);
  }

  /** Whether the layers of the release are known. */
  get hasLayers(): boolean {
    return this.#layers.size > 0;
  }

  hasLayer(diffId: string): boolean {
    return this.#layers.has(diffId);
  }

  /** What the reports of the release itself say. */
  ownReport(vulnerability: SeenVulnerability): ReportVerdict {
    const verdicts = this.#releases.map(release =>
      this.#report(release, vulnerability),
    );
    return (
      ['has', 'lacks', 'too-old'].flatMap(
        says => verdicts.find(verdict => verdict.says === says) ?? [],
      )[0] ?? { says: 'nothing' }
    );
  }

  upgradeFor(vulnerability: SeenVulnerability): Upgrade {
    const judged = this.#newer.map(({ release, isSupported }) => ({
      release,
      isSupported,
      ...this.#report(release, vulnerability),
    }));
    const lacking = judged.filter(({ says }) => says === 'lacks');
    const newest = lacking.find(({ isSupported }) => isSupported)?.release;
    if (newest) {
      // Of those whose support has ended since, too: no clock begins anew for it.
      const since = Math.min(
        ...lacking.map(({ release }) => releasedAt(release) || Infinity),
      );
      return {
        to: { image: newest.image, version: newest.version },
        ...(Number.isFinite(since) && { since }),
      };
    }
    const unscanned = judged.find(
      ({ isSupported, says }) =>
        isSupported && (says === 'nothing' || says === 'too-old'),
    )?.release;
    if (unscanned) {
      return {
        undecided: `Nobody has scanned ${unscanned.image} ${unscanned.version} since ${vulnerability.advisory} is known, so whether it lacks it is unknown`,
      };
    }
    return this.#index.problem ? { undecided: this.#index.problem } : {};
  }

  #report(
    release: GoldenReleaseReference,
    vulnerability: SeenVulnerability,
  ): ReportVerdict {
    return releaseReportsOf(this.#index).about(
      release,
      vulnerability,
      Math.min(
        Date.parse(vulnerability.firstSeen),
        Date.parse(vulnerability.observedAt),
      ),
    );
  }

  #isSupported({ golden, release }: IndexedRelease): boolean {
    return (
      supportStateOf(release, golden, this.#now).state !== 'out-of-support'
    );
  }

  #nextChange(releases: readonly IndexedRelease[]): number | undefined {
    const moments = releases.flatMap(it => {
      const { until } = supportStateOf(it.release, it.golden, this.#now);
      return [releasedAt(it), until === undefined ? NaN : startOf(until) + DAY];
    });
    const coming = moments.filter(moment => moment > this.#now.getTime());
    return coming.length ? Math.min(...coming) : undefined;
  }
}

/** When a release came out, in milliseconds; not a number where nobody says. */
function releasedAt({ release }: IndexedRelease): number {
  return release.released === undefined ? NaN : startOf(release.released);
}
