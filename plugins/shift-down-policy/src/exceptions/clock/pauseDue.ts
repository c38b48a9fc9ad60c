/** The clock of a service level stands still while its finding is exempt. */

/** A time that was approved; ISO 8601. @public */
export interface ApprovedTime {
  from: string;
  /** Exclusive. */
  until: string;
}

/**
 * When something is due, given the times for which it was excepted: the clock began when it
 * was first seen, stands still in each of them and goes on afterwards. What was due before
 * an exception began stays as late as it was.
 * @param dueAt - ISO 8601; when it would be due without.
 * @param firstSeen - ISO 8601; when the clock began.
 * @returns ISO 8601
 * @public
 */
export function pauseDue(
  dueAt: string,
  firstSeen: string,
  intervals: readonly ApprovedTime[],
): string {
  const begin = Date.parse(firstSeen);
  let due = Date.parse(dueAt);
  // How far the pauses reach that were counted, so that no moment counts twice.
  let counted = begin;
  const pauses = intervals
    .map(({ from, until }) => ({
      from: Date.parse(from),
      until: Date.parse(until),
    }))
    .sort((a, b) => a.from - b.from);
  for (const pause of pauses) {
    const from = Math.max(pause.from, counted);
    if (pause.until <= from) {
      continue;
    }
    if (from >= due) {
      break;
    }
    due += pause.until - from;
    counted = pause.until;
  }
  return due === Date.parse(dueAt) ? dueAt : new Date(due).toISOString();
}
