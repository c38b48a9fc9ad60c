/** What is due on a working day, by the calendar of those who have to do it. */
import { DateTime } from 'luxon';
import type { WorkingCalendar } from '../types';

/** A calendar without a working day in so many days has none at all. */
const LONGEST_BREAK_DAYS = 366;

/**
 * The end of the first working day that begins after a moment, which is midnight at its
 * end where the people are.
 * @returns ISO 8601, UTC
 * @public
 */
export function nextWorkingDayEnd(
  at: Date | string,
  calendar: WorkingCalendar,
): string {
  return reviewDueAt(at, 1, calendar);
}

/**
 * The end of the last of so many working days that begin after a moment.
 * @param days - At least 1.
 * @returns ISO 8601, UTC
 * @public
 */
export function reviewDueAt(
  at: Date | string,
  days: number,
  calendar: WorkingCalendar,
): string {
  // Days are counted in the calendar and not in hours: some have 23 or 25 of them.
  let day: DateTime = DateTime.fromJSDate(new Date(at), {
    zone: calendar.timeZone,
  }).startOf('day');
  for (let count = 0; count < Math.max(1, Math.ceil(days)); count += 1) {
    day = nextWorkingDay(day, calendar);
  }
  return day.plus({ days: 1 }).startOf('day').toJSDate().toISOString();
}

function nextWorkingDay(
  after: DateTime,
  { workingDays, holidays }: WorkingCalendar,
): DateTime {
  let day: DateTime = after;
  for (let count = 0; count < LONGEST_BREAK_DAYS; count += 1) {
    day = day.plus({ days: 1 }).startOf('day');
    if (
      workingDays.includes(day.weekday) &&
      !holidays.includes(day.toISODate() ?? '')
    ) {
      return day;
    }
  }
  // Nobody ever works: late is better than never.
  return after.plus({ days: 1 }).startOf('day');
}
