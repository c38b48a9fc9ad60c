/** Between the days that people choose and the instants that the API knows. */
import { DateTime } from 'luxon';

/** The last instant of a day, for the reader; empty where it is none. */
export function endOfDay(day: string): string {
  const end = DateTime.fromISO(day).endOf('day');
  return end.isValid ? end.toUTC().toISO() : '';
}

/** The day that an instant is on, for the reader. */
export function dayOf(instant: string): string {
  return DateTime.fromISO(instant).toISODate() ?? '';
}

/** The last day that ends no later than so many days after an instant. */
export function lastDayWithin(days: number, from: string): string {
  return (
    DateTime.fromISO(from).plus({ days }).minus({ days: 1 }).toISODate() ?? ''
  );
}

/** So many hours from now, to the minute. */
export function inHours(hours: number): string {
  return DateTime.utc().plus({ hours }).startOf('minute').toISO();
}

/** Today, for the reader. */
export function today(): string {
  return DateTime.now().toISODate();
}
