/** How an enforcement stands after it was looked at, and when to look again. */
import type { EnforcementRow } from '../../database/exceptionTables';
import { backoffMilliseconds } from '../../collection/backoff';
import type { EnforcementOutcome } from './types';

/** What is there is looked at so often. */
const OBSERVE_MILLISECONDS = 60_000;
/** An engine may take so long to notice that an exception is gone. */
const GRACE_MILLISECONDS = 60_000;
/** So long after it was removed it is looked at for the last time. */
const LAST_LOOK_MILLISECONDS = 300_000;
/** So often in a row nobody may answer before it counts as failed. */
const PATIENCE = 5;
const RETRY = { minimumSeconds: 5, maximumSeconds: 600 };
/** While it overstays, every second counts. */
const END_RETRY = { minimumSeconds: 2, maximumSeconds: 120 };

/** @internal */
export interface SettledEnforcement {
  change: Partial<EnforcementRow>;
  /** What people are to be told. */
  notice?: 'enforcement-failed' | 'overstaying';
}

/**
 * @param until - when the exception ends, which is looked at to the moment.
 * @internal
 */
export function settleEnforcement(
  row: EnforcementRow,
  outcome: EnforcementOutcome,
  { now, until }: { now: Date; until: string | null },
  random?: () => number,
): SettledEnforcement {
  const at = now.toISOString();
  const later = (milliseconds: number) =>
    new Date(now.getTime() + milliseconds).toISOString();
  const beforeTheEnd = (moment: string) =>
    row.wanted && until !== null && until < moment ? until : moment;
  const attempts = row.attempts + 1;
  const retry = later(
    backoffMilliseconds(attempts, row.wanted ? RETRY : END_RETRY, random),
  );
  const turn = (state: string, since = at): Partial<EnforcementRow> =>
    row.state === state ? {} : { state, since };
  const overdue =
    !row.wanted &&
    now.getTime() - Date.parse(row.ended_at ?? at) >= GRACE_MILLISECONDS;
  const ending = (): SettledEnforcement =>
    overdue
      ? {
          change: turn('overstaying', row.ended_at ?? at),
          ...(row.state !== 'overstaying' && { notice: 'overstaying' }),
        }
      : { change: turn('removing') };
  const failing = (state: 'failed' | 'drifted'): SettledEnforcement => ({
    change: turn(state),
    ...(row.state !== state && { notice: 'enforcement-failed' }),
  });

  switch (outcome.outcome) {
    case 'applied':
      return {
        change: {
          ...turn('applied'),
          ...versionOf(outcome.version),
          applied_at: row.applied_at ?? at,
          gone_at: null,
          reason: outcome.reason,
          attempts: 0,
          next_at: beforeTheEnd(later(OBSERVE_MILLISECONDS)),
        },
      };
    case 'pending':
      return {
        change: {
          ...turn('pending'),
          ...urlOf(outcome),
          reason: outcome.reason,
          attempts: 0,
          next_at: beforeTheEnd(later(OBSERVE_MILLISECONDS)),
        },
      };
    case 'drifted':
      return withChange(failing('drifted'), {
        reason: outcome.reason,
        attempts: 0,
        next_at: beforeTheEnd(later(OBSERVE_MILLISECONDS)),
      });
    case 'failed':
      return withChange(failing('failed'), {
        ...urlOf(outcome),
        reason: outcome.reason,
        attempts,
        next_at: beforeTheEnd(retry),
      });
    case 'unavailable': {
      const change = {
        reason: outcome.reason,
        attempts,
        next_at: beforeTheEnd(retry),
      };
      if (row.state === 'removed') {
        return { change };
      }
      if (!row.wanted) {
        return withChange(ending(), change);
      }
      return row.state === 'pending' && attempts >= PATIENCE
        ? withChange(failing('failed'), change)
        : { change };
    }
    case 'stays':
      return withChange(ending(), {
        ...urlOf(outcome),
        ...(outcome.isGone
          ? { gone_at: row.gone_at ?? at }
          : { gone_at: null }),
        reason: outcome.reason,
        attempts,
        next_at: retry,
      });
    default:
      return {
        change: {
          ...turn('removed'),
          gone_at: row.gone_at ?? at,
          reason: outcome.reason,
          ...(outcome.proof && { proof: JSON.stringify(outcome.proof) }),
          ...(row.state !== 'removed' && {
            still_running: JSON.stringify(outcome.stillRunning),
          }),
          attempts: 0,
          next_at:
            row.state === 'removed' ? null : later(LAST_LOOK_MILLISECONDS),
        },
      };
  }
}

function withChange(
  settled: SettledEnforcement,
  change: Partial<EnforcementRow>,
): SettledEnforcement {
  return { ...settled, change: { ...settled.change, ...change } };
}

function versionOf(
  version: { uid: string; resourceVersion: string } | undefined,
): Partial<EnforcementRow> {
  return version
    ? { object_uid: version.uid, object_version: version.resourceVersion }
    : {};
}

function urlOf(outcome: { pullRequestUrl?: string }): Partial<EnforcementRow> {
  return outcome.pullRequestUrl === undefined
    ? {}
    : { pull_request_url: outcome.pullRequestUrl };
}
