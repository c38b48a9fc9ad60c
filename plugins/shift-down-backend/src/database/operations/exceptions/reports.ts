/** Exceptions `ex` that deserve a look, as SQL. */
import {
  SEVERITIES,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { whereActive } from '../serve/exempt';
import { whereUndecided } from './views';

/** @internal */
export const REPORT_NAMES = [
  'unused',
  'over-broad',
  'ending',
  'overdue',
  'never-ending',
  'overstaying',
] as const;

/** @internal */
export type ReportName = (typeof REPORT_NAMES)[number];

const DAY_MILLISECONDS = 86_400_000;
/** Matched nothing for so long. */
const UNUSED_DAYS = 30;
const ENDING_DAYS = 14;
/** So many times more than fails, and so much at least. */
const MUCH_MORE = { times: 2, least: 10 };

/** Keeps those that a report names. @internal */
export function whereReported(
  knex: Knex,
  query: Knex.QueryBuilder,
  report: ReportName,
  { at, maxDays }: { at: Date; maxDays: Record<Severity, number> },
): void {
  const now = at.toISOString();
  const inDays = (days: number) =>
    new Date(at.getTime() + days * DAY_MILLISECONDS).toISOString();
  switch (report) {
    case 'unused':
      whereActive(query, now).whereRaw(
        'coalesce(ex.last_matched_at, ex.active_from) <= ?',
        [inDays(-UNUSED_DAYS)],
      );
      break;
    case 'over-broad':
      whereActive(query, now).where(either =>
        either.where('ex.is_wider', true).orWhereRaw('? > ? * ?', [
          reaching(knex)
            .count('*')
            .havingRaw('count(*) >= ?', [MUCH_MORE.least]),
          MUCH_MORE.times,
          reaching(knex)
            .join('finding_entities as fe', join =>
              join
                .on('fe.finding_id', 'ef.finding_id')
                .andOn('fe.entity_ref', 'ef.entity_ref'),
            )
            .where('fe.result', 'fail')
            .count('*'),
        ]),
      );
      break;
    case 'ending':
      whereActive(query, now).where(
        'ex.active_until',
        '<=',
        inDays(ENDING_DAYS),
      );
      break;
    case 'overdue':
      whereUndecided(query, now).where('ex.review_due_at', '<=', now);
      break;
    case 'never-ending':
      whereUnended(query, now).where(any =>
        SEVERITIES.reduce(
          (either, severity) =>
            either.orWhere(one =>
              one
                .where('ex.severity', severity)
                .whereRaw('coalesce(ex.active_until, ex.until_at) > ?', [
                  inDays(maxDays[severity]),
                ]),
            ),
          any,
        ),
      );
      break;
    default:
      query.whereIn('ex.id', overstaying =>
        overstaying
          .select('exception_id')
          .from('enforcements')
          .where('state', 'overstaying'),
      );
  }
}

function reaching(knex: Knex): Knex.QueryBuilder {
  return knex('exception_findings as ef').whereRaw('ef.exception_id = ex.id');
}

/** Found or in force: what is only asked for has no end yet. */
function whereUnended(
  query: Knex.QueryBuilder,
  now: string,
): Knex.QueryBuilder {
  return query.where(either =>
    either
      .where('ex.state', 'unreviewed')
      .orWhere(approved =>
        approved
          .where('ex.state', 'approved')
          .where('ex.active_until', '>', now),
      ),
  );
}
