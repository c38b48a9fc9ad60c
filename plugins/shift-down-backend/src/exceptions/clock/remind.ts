/** Two warnings before an exception ends, of those that are long enough to forget. */
import type { Knex } from 'knex';
import { selectEnding } from '../../database/operations/exceptions/clock/selectEnding';
import { storeNotice } from '../../database/operations/exceptions/notices/storeNotice';

const DAY = 24 * 60 * 60 * 1000;

const WARNINGS = [
  { occasion: 'ending-3', days: 3 },
  { occasion: 'ending-14', days: 14 },
] as const;

/** @internal */
export async function remind(tx: Knex, now: Date): Promise<void> {
  const furthest = Math.max(...WARNINGS.map(it => it.days));
  const before = new Date(now.getTime() + furthest * DAY);
  for (const { id, from, until } of await selectEnding(tx, now, before)) {
    const left = Date.parse(until) - now.getTime();
    const lasts = Date.parse(until) - Date.parse(from);
    // The last one only: who comes late need not hear both.
    const warning = WARNINGS.find(it => left <= it.days * DAY);
    if (warning && lasts > warning.days * DAY) {
      await storeNotice(tx, {
        exceptionId: id,
        occasion: warning.occasion,
        // One that was prolonged, or shortened, ends anew.
        which: until,
        detail: {},
        now,
      });
    }
  }
}
