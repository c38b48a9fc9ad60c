import {
  FRESHNESS_STATES,
  type FreshnessState,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { SourceStatus } from '@shift-down/plugin-shift-down-common/client';
import {
  effectiveFreshness,
  type MaxAges,
} from '@shift-down/plugin-shift-down-policy';
import type { ClusterWithSources } from '../../database/operations/serve/loadClusters';
import type { SourceRow } from '../../database/tables';
import { oneOf } from './oneOf';

/** What anybody is told of a source that fails; the whole may name others' objects. */
const REASONS: Partial<Record<FreshnessState, string>> = {
  failed: 'The last attempt to collect failed. The platform team can see why.',
  forbidden:
    'The cluster does not let the portal read these objects. The platform team can change that.',
};

/** A source's state by the clock. */
export function freshnessOf(source: SourceRow, now: Date) {
  return effectiveFreshness(
    {
      state: oneOf(FRESHNESS_STATES, source.state, 'failed'),
      since: source.since,
      lastSuccessAt: source.last_success_at ?? undefined,
      staleAfterSeconds: source.stale_after_seconds,
    },
    now,
  );
}

/**
 * Whether what a source said then still counts: not when the source is not fresh,
 * and not when it is past the maximum age of its kind, by the clock of its cluster.
 */
export function freshnessOfEvidence(
  evidence: {
    cluster: ClusterWithSources['cluster'];
    source: SourceRow;
    observedAt: string;
  },
  maxAge: MaxAges,
  now: Date,
): FreshnessState {
  const { cluster, source, observedAt } = evidence;
  const { state } = freshnessOf(source, now);
  const limit = maxAge[source.kind as SourceKind];
  const clock = cluster.recorded_at
    ? Date.parse(cluster.recorded_at)
    : now.getTime();
  return state === 'fresh' &&
    limit !== undefined &&
    clock - Date.parse(observedAt) >= limit
    ? 'stale'
    : state;
}

/** A source as anybody may see it who has a workload in the cluster. */
export function toSource(
  { cluster }: Pick<ClusterWithSources, 'cluster'>,
  source: SourceRow,
  now: Date,
): SourceStatus {
  const { state, since } = freshnessOf(source, now);
  return {
    cluster: cluster.name,
    kind: source.kind,
    state,
    since,
    lastSuccessAt: source.last_success_at ?? undefined,
    recordedAt: cluster.recorded_at ?? undefined,
    error: REASONS[state],
  };
}
