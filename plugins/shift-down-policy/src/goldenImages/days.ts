/** Days as the platform declares them: whole, and by UTC. */

export const DAY = 24 * 60 * 60 * 1000;

/** When a day begins. */
export function startOf(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
}

/** The day that is so many days later. */
export function addDays(date: string, days: number): string {
  return dayOf(startOf(date) + days * DAY);
}

export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
