/**
 * An engine that lists only some of its violations says nothing of the others:
 * what it listed before and does not list now is unknown, not resolved.
 */
import type { OccurrenceRow } from '../database/tables';
import type { ObjectRows } from './objectRows';

/** Occurrences of the object to keep, as unknown, from those it had before. @internal */
export function retainUnlisted(
  { object, cutLists, occurrences }: ObjectRows,
  before: OccurrenceRow[],
): OccurrenceRow[] {
  const [cut] = cutLists;
  if (!cut || cut.listed >= cut.total) {
    return [];
  }
  const keyOf = (row: OccurrenceRow) =>
    `${row.finding_id} ${row.subject_id} ${row.component}`;
  const listed = new Set(occurrences.map(keyOf));
  return before
    .filter(row => row.object_id === object.id && !listed.has(keyOf(row)))
    .map(row => ({
      ...row,
      result: 'unknown',
      reason: `not among the ${cut.listed} listed of ${cut.total}`,
    }));
}
