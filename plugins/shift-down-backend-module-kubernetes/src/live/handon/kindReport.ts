/** How a kind is doing, from how its lists are doing: as bad as the worst of them. */
import type { SourceReport } from '@shift-down/plugin-shift-down-node';
import type { Availability } from '../discovery/ResourceSet';
import type { TargetStatus } from '../listwatch/status';
import { isBuiltIn, type CollectedResource } from '../resources';
import type { LiveTiming } from '../timing';

/** So many lists are named in one message. */
const MAX_NAMED = 5;

/** @internal */
export interface ResourceStatus {
  resource: CollectedResource;
  availability: Availability;
  error: string;
  watches: {
    status: TargetStatus;
    target: { label: string };
    store: { unidentified: number; size: number };
  }[];
}

/**
 * `pending` where nothing new can be said yet: what was reported last stands, and
 * grows stale by itself if this goes on.
 * @internal
 */
export type KindReport = SourceReport | { state: 'pending' };

/** @internal */
export function reportKind(
  resources: ResourceStatus[],
  options: { now: number; timing: LiveTiming; blocked?: string },
): KindReport {
  const { now, timing, blocked } = options;
  if (blocked) {
    return { state: 'failed', error: blocked };
  }
  const problems: { state: 'failed' | 'forbidden'; error: string }[] = [];
  let pending = false;
  let warnings: string[] = [];
  for (const { resource, availability, error, watches } of resources) {
    if (availability === 'failed') {
      problems.push({ state: 'failed', error });
    } else if (availability === 'unknown') {
      pending = true;
    } else if (availability === 'absent' && isBuiltIn(resource)) {
      const { resource: name, group } = resource;
      problems.push({
        state: 'failed',
        error: `${name}.${group} is not served by this API server.`,
      });
    }
    for (const { status, target, store } of watches) {
      const problem = problemOf(status, options);
      if (problem) {
        problems.push({
          state: problem,
          error: `${target.label} – ${status.error}`,
        });
      } else if (!status.listed || now - status.aliveAt > timing.idle) {
        pending = true;
      }
      if (store.unidentified > 0) {
        warnings = [
          ...warnings,
          `${target.label} – ${store.unidentified} objects could not be identified`,
        ];
      }
    }
  }
  if (problems.length > 0) {
    return {
      state: problems.some(({ state }) => state === 'failed')
        ? 'failed'
        : 'forbidden',
      error: summarise(problems.map(({ error }) => error)),
    };
  }
  if (pending) {
    return { state: 'pending' };
  }
  if (resources.every(({ availability }) => availability === 'absent')) {
    return { state: 'not-installed' };
  }
  return { state: 'fresh', ...(warnings.length > 0 && { warnings }) };
}

/** What was fresh a moment ago may be interrupted: servers restart. */
function problemOf(
  { state, listed, failingSince }: TargetStatus,
  { now, timing }: { now: number; timing: LiveTiming },
): 'failed' | 'forbidden' | undefined {
  if (state === 'failed') {
    return listed && now - failingSince < timing.failureGrace
      ? undefined
      : state;
  }
  return state === 'forbidden' ? state : undefined;
}

function summarise(errors: string[]): string {
  const distinct = [...new Set(errors)];
  const more = distinct.length - MAX_NAMED;
  return [
    ...distinct.slice(0, MAX_NAMED),
    ...(more > 0 ? [`And ${more} more.`] : []),
  ].join(' ');
}
