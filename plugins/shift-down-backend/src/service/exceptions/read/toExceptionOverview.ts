import type {
  Control,
  EnforcementState,
  ExceptionScope,
} from '@shift-down/plugin-shift-down-common';
import { phaseOf } from '@shift-down/plugin-shift-down-policy';
import type {
  ExceptionApprovalRow,
  ExceptionRow,
} from '../../../database/exceptionTables';
import { toExceptionRecord } from '../../../database/operations/exceptions/exceptionRecord';
import type { ExceptionOverview } from '../ExceptionCatalog';
import type { ClusterNames } from './clusterNames';
import { titleOf } from './titleOf';

/** An exception as it is stored, with what came of it. @internal */
export interface StoredException {
  row: ExceptionRow;
  approvals: ExceptionApprovalRow[];
  /** Distinct states of its enforcements. */
  enforcement: EnforcementState[];
}

/** @internal */
export interface OverviewContext {
  controls: readonly Control[];
  clusterNames: ClusterNames;
  now: Date;
}

/** @internal */
export function toExceptionOverview(
  { approvals, enforcement, row }: StoredException,
  { clusterNames, controls, now }: OverviewContext,
): ExceptionOverview {
  const record = toExceptionRecord(row, approvals);
  const { active, content, reviewDueAt, state } = record;
  const phase = phaseOf(state, active, now);
  const reviewRequired =
    state === 'approved' && (phase !== 'ended' || record.breakGlass)
      ? reviewDueAt !== undefined
      : false;
  const isToDecide =
    reviewRequired || state === 'requested' || state === 'unreviewed';
  return {
    id: record.id,
    version: record.version,
    state,
    phase,
    type: content.type,
    title: titleOf(content.expectation, controls),
    entityRef: content.scope.entityRef,
    expectation: content.expectation,
    scope: withClusterName(content.scope, clusterNames),
    severity: record.severity,
    from: active?.from ?? content.from,
    until: content.until,
    ...(active &&
      active.until < content.until &&
      active.until <= now.toISOString() && { endedAt: active.until }),
    requester: { userRef: record.requester.userRef },
    requestedAt: record.requestedAt,
    ...(reviewDueAt !== undefined && { reviewDueAt }),
    overdue:
      isToDecide &&
      reviewDueAt !== undefined &&
      Date.parse(reviewDueAt) <= now.getTime(),
    breakGlass: record.breakGlass,
    reviewRequired,
    ...(row.imported_from !== null && { importedFrom: row.imported_from }),
    enforcement,
  };
}

/** As the API names clusters; one that is configured no more keeps its UID. @internal */
export function withClusterName(
  scope: ExceptionScope,
  names: ClusterNames,
): ExceptionScope {
  return scope.cluster === undefined
    ? scope
    : { ...scope, cluster: names.get(scope.cluster) ?? scope.cluster };
}
