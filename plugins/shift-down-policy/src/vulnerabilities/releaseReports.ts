/** What the reports of golden releases say about one vulnerability. */
import type { GoldenReleaseReference } from '@shift-down/plugin-shift-down-common';
import type { GoldenIndex, ReleaseReport } from '../goldenImages/types';

interface IndexedReport {
  observedAt: number;
  /** Installed versions by advisory and package URL. */
  versions: Map<string, Set<string>>;
}

/** What one report says about a vulnerability. */
export type ReportVerdict =
  | { says: 'has'; versions: ReadonlySet<string> }
  /** It was made when the advisory was known, and does not list it. */
  | { says: 'lacks' }
  /** It does not list it, and may be older than the advisory. */
  | { says: 'too-old' }
  | { says: 'nothing' };

export class ReleaseReports {
  readonly #reports = new Map<string, IndexedReport>();
  /** When a report first listed an advisory. */
  readonly #knownSince = new Map<string, number>();

  constructor(index: GoldenIndex) {
    for (const { name, releases } of index.images) {
      for (const { version } of releases) {
        const release = { image: name, version };
        const report = index.release(release)?.facts?.report;
        if (report) {
          this.#reports.set(keyOf(release), this.#index(report));
        }
      }
    }
  }

  /**
   * What a release's report says. A report that lists nothing of an advisory speaks about
   * it only if somebody knew it by then: the report of another release, or `seenAt`.
   *
   * @param seenAt - Since when it is known elsewhere, in milliseconds.
   */
  about(
    release: GoldenReleaseReference,
    { advisory, packageUrl }: { advisory: string; packageUrl: string },
    seenAt: number,
  ): ReportVerdict {
    const report = this.#reports.get(keyOf(release));
    if (!report) {
      return { says: 'nothing' };
    }
    const versions = report.versions.get(joined(advisory, packageUrl));
    if (versions) {
      return { says: 'has', versions };
    }
    const knownSince = Math.min(
      seenAt,
      this.#knownSince.get(advisory) ?? Infinity,
    );
    return { says: report.observedAt >= knownSince ? 'lacks' : 'too-old' };
  }

  #index({ observedAt, vulnerabilities }: ReleaseReport): IndexedReport {
    const moment = Date.parse(observedAt);
    const versions: IndexedReport['versions'] = new Map();
    for (const { advisory, packageUrl, installedVersion } of vulnerabilities) {
      const key = joined(advisory, packageUrl);
      versions.set(key, (versions.get(key) ?? new Set()).add(installedVersion));
      const known = this.#knownSince.get(advisory) ?? Infinity;
      this.#knownSince.set(advisory, Math.min(known, moment));
    }
    return { observedAt: moment, versions };
  }
}

const cache = new WeakMap<GoldenIndex, ReleaseReports>();

/** The reports of an index, made once for each. */
export function releaseReportsOf(index: GoldenIndex): ReleaseReports {
  let reports = cache.get(index);
  if (!reports) {
    reports = new ReleaseReports(index);
    cache.set(index, reports);
  }
  return reports;
}

function keyOf({ image, version }: GoldenReleaseReference): string {
  return joined(image, version);
}

function joined(a: string, b: string): string {
  return `${a} ${b}`;
}
