import type { GoldenImageDetail } from '@shift-down/plugin-shift-down-common/client';
import type { AdoptionInterval } from '../../../database/operations/serve/goldenImages/loadAdoption';

/** So many days of history are shown. */
export const HISTORY_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

/**
 * Workloads by release at the end of each day, from the first on which there were any; of
 * today as it is now.
 */
export function toHistory(
  intervals: readonly AdoptionInterval[],
  now: Date,
): GoldenImageDetail['history'] {
  const first = intervals.map(({ fromDay }) => fromDay).sort()[0];
  const days: GoldenImageDetail['history'] = [];
  for (let ago = HISTORY_DAYS - 1; ago >= 0; ago--) {
    const day = new Date(now.getTime() - ago * DAY).toISOString().slice(0, 10);
    if (first !== undefined && day >= first) {
      const releases: Record<string, number> = {};
      for (const { fromDay, untilDay, version, workloads } of intervals) {
        if (fromDay <= day && (untilDay === null || untilDay > day)) {
          releases[version] = (releases[version] ?? 0) + workloads;
        }
      }
      days.push({ day, releases });
    }
  }
  return days;
}
