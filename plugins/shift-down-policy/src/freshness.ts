/** For how long evidence can be believed: heartbeats of sources, ages of reports. */
import type {
  FreshnessState,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';

const HOUR = 60 * 60 * 1000;

/**
 * Maximum age by kind of source, in milliseconds. A kind without one never ages:
 * its objects are watched and are as they were last seen.
 * @public
 */
export type MaxAges = Partial<Record<SourceKind, number>>;

/**
 * Engines scan again within these spans when left at their own defaults, with room
 * for a few that were missed.
 * @public
 */
export const DEFAULT_MAX_AGES: MaxAges = {
  PolicyReport: 24 * HOUR,
  ClusterPolicyReport: 24 * HOUR,
  Report: 24 * HOUR,
  ClusterReport: 24 * HOUR,
  GatekeeperConstraint: 6 * HOUR,
  VulnerabilityReport: 48 * HOUR,
  ConfigAuditReport: 48 * HOUR,
  ExposedSecretReport: 48 * HOUR,
  RbacAssessmentReport: 48 * HOUR,
};

/** What is stored about how collection of a kind went. @public */
export interface SourceHeartbeat {
  state: FreshnessState;
  /** ISO 8601; since when it is in this state. */
  since: string;
  /** ISO 8601; the last time that collection succeeded, if it ever did. */
  lastSuccessAt?: string;
  /** Without a heartbeat for so long, fresh becomes stale. */
  staleAfterSeconds: number;
}

/** A source's state by the clock. @public */
export interface EffectiveFreshness {
  state: FreshnessState;
  /** ISO 8601 */
  since: string;
  /** ISO 8601; when it becomes stale if nothing is heard until then. */
  until?: string;
}

/**
 * What a source's state is now: one that was fresh and went silent is stale, from
 * the moment its next heartbeat was due. Heartbeats are measured against the clock
 * for a recording too, since they tell whether it is still being read.
 * @public
 */
export function effectiveFreshness(
  heartbeat: SourceHeartbeat,
  now: Date,
): EffectiveFreshness {
  const { state, since, lastSuccessAt, staleAfterSeconds } = heartbeat;
  if (state !== 'fresh') {
    return { state, since };
  }
  const due = Date.parse(lastSuccessAt ?? since) + staleAfterSeconds * 1000;
  const until = new Date(due).toISOString();
  return now.getTime() >= due
    ? { state: 'stale', since: until }
    : { state: 'fresh', since, until };
}
