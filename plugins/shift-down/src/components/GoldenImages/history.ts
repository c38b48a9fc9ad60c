/** Adoption over time, made ready for a picture. */
import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';

/** So many releases get an area of their own; the rest are one. */
const SHOWN_RELEASES = 5;

/** What stands for the releases that have none of their own. */
export const OTHERS = '';

export interface AdoptionSeries {
  /** Newest first; {@link OTHERS} last, if there are any. */
  versions: string[];
  days: { day: string; counts: Record<string, number>; total: number }[];
}

export function adoptionSeries(
  image: Pick<GoldenImageDetail, 'history' | 'releaseList'>,
): AdoptionSeries {
  const used = new Set(
    image.history.flatMap(({ releases }) =>
      Object.keys(releases).filter(version => releases[version] > 0),
    ),
  );
  const ordered = [
    ...new Set([
      ...image.releaseList
        .map(({ version }) => version)
        .filter(version => used.has(version)),
      // Adopted once, and named by the file no longer.
      ...used,
    ]),
  ];
  const own =
    ordered.length > SHOWN_RELEASES + 1
      ? ordered.slice(0, SHOWN_RELEASES)
      : ordered;
  const versions = own.length < ordered.length ? [...own, OTHERS] : own;
  return {
    versions,
    days: image.history.map(({ day, releases }) => {
      const counts = Object.fromEntries(versions.map(version => [version, 0]));
      let total = 0;
      for (const [version, count] of Object.entries(releases)) {
        const key = own.includes(version) ? version : OTHERS;
        if (count > 0) {
          counts[key] += count;
          total += count;
        }
      }
      return { day, counts, total };
    }),
  };
}
