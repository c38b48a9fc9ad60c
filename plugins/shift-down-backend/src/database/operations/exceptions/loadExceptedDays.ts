import type { DecisionBasis } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';

const DAY_MILLISECONDS = 86_400_000;

interface Interval {
  finding_id: string;
  entity_ref: string;
  active_from: string;
  active_until: string;
}

/**
 * For how many days the finding that was excepted longest was, or is going to be, by others
 * than this exception. Time that several cover counts once.
 * @internal
 */
export async function loadExceptedDays(
  knex: Knex,
  exceptionId: string,
  reaches: DecisionBasis['reaches'],
): Promise<number> {
  const wanted = new Set(reaches.map(keyOf));
  const rows = await inChunks<string, Interval>(
    reaches.map(it => it.findingId),
    chunk =>
      knex('exception_findings as ef')
        .join('exceptions as e', 'e.id', 'ef.exception_id')
        .whereIn('ef.finding_id', chunk)
        .where('ef.covered', true)
        .whereNot('e.id', exceptionId)
        .whereNotNull('e.active_from')
        .whereNotNull('e.active_until')
        .select(
          'ef.finding_id',
          'ef.entity_ref',
          'e.active_from',
          'e.active_until',
        ),
  );
  const byFinding = new Map<string, Interval[]>();
  for (const row of rows) {
    const key = keyOf({ findingId: row.finding_id, entityRef: row.entity_ref });
    if (wanted.has(key)) {
      byFinding.set(key, [...(byFinding.get(key) ?? []), row]);
    }
  }
  return Math.max(0, ...[...byFinding.values()].map(daysOf));
}

function keyOf(reach: DecisionBasis['reaches'][number]): string {
  return JSON.stringify([reach.findingId, reach.entityRef]);
}

function daysOf(intervals: readonly Interval[]): number {
  const sorted = intervals
    .map(it => [Date.parse(it.active_from), Date.parse(it.active_until)])
    .sort(([a], [b]) => a - b);
  let total = 0;
  let end = -Infinity;
  for (const [from, until] of sorted) {
    total += Math.max(0, until - Math.max(from, end));
    end = Math.max(end, until);
  }
  return total / DAY_MILLISECONDS;
}
