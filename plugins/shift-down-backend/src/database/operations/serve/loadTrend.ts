import type { Knex } from 'knex';
import type { PostureHistoryRow } from '../../tables';

const POINTS_SHOWN = 90;
const HOURLY_MILLISECONDS = 2 * 24 * 60 * 60 * 1000;

/** More than a week of hours and a year of days. */
const ROWS_KEPT = 600;

/** An entity's past, oldest first: by the day, and for the last two days by the hour. */
export async function loadTrend(
  database: Knex,
  ref: string,
  now: Date,
): Promise<PostureHistoryRow[]> {
  const rows = await database<PostureHistoryRow>('posture_history')
    .select('*')
    .where('entity_ref', ref)
    .orderBy('bucket', 'desc')
    .limit(ROWS_KEPT);
  const hourlySince = new Date(
    now.getTime() - HOURLY_MILLISECONDS,
  ).toISOString();

  const hours = rows.filter(
    row => row.resolution === 'hour' && row.bucket >= hourlySince,
  );
  // A day's own row says how it ended; lacking that, its last hour does.
  const days = new Map<string, PostureHistoryRow>();
  for (const row of rows.filter(({ bucket }) => bucket < hourlySince)) {
    const day = row.bucket.slice(0, 10);
    if (!days.has(day) || row.resolution === 'day') {
      days.set(day, row);
    }
  }
  const oldestHour = hours.at(-1)?.bucket.slice(0, 10);
  return [
    ...hours,
    ...[...days.entries()]
      .filter(([day]) => !oldestHour || day < oldestHour)
      .map(([, row]) => row),
  ]
    .slice(0, POINTS_SHOWN)
    .reverse();
}
