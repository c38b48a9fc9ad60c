/** What engines are told, or would be, as the API tells it. */
import type {
  EnforcementDelivery,
  EnforcementState,
} from '@shift-down/plugin-shift-down-common';
import type { components } from '@shift-down/plugin-shift-down-common/client';
import type {
  EffectiveScope,
  PlannedEnforcement,
} from '@shift-down/plugin-shift-down-policy';
import type { EnforcementRow } from '../../../database/exceptionTables';
import type { ClusterNames } from './clusterNames';
import type { ExceptionReadContext } from './context';

type Schemas = components['schemas'];

/** @internal */
export function toEffectiveScope(
  scope: EffectiveScope,
  names: ClusterNames,
): Schemas['EffectiveScope'] {
  return { ...scope, cluster: names.get(scope.cluster) ?? scope.cluster };
}

/** What would be told. @internal */
export async function toPlans(
  { capabilities, deliveries }: ExceptionReadContext,
  plans: readonly PlannedEnforcement[],
  names: ClusterNames,
): Promise<Schemas['EnforcementPlan'][]> {
  return await Promise.all(
    plans.map(async plan => {
      const cluster = names.get(plan.cluster);
      const delivery: EnforcementDelivery =
        plan.portalOnly !== undefined || cluster === undefined
          ? 'none'
          : deliveries.of(cluster).type;
      return {
        ...toPlan(plan, names),
        delivery,
        warnings:
          delivery === 'none' || cluster === undefined
            ? []
            : await capabilities.warningsOf(cluster),
      };
    }),
  );
}

/** What is told, and what came of it. @internal */
export function toEnforcement(
  row: EnforcementRow,
  names: ClusterNames,
): Schemas['Enforcement'] {
  const plan: PlannedEnforcement = JSON.parse(row.plan);
  return {
    ...toPlan(plan, names),
    delivery: row.delivery as EnforcementDelivery,
    id: row.id,
    state: row.state as EnforcementState,
    reason: row.reason,
    since: row.since,
    wanted: Boolean(row.wanted),
    ...(row.applied_at !== null && { appliedAt: row.applied_at }),
    ...(row.delivery !== 'none' && { objectName: row.object_key }),
    ...(plan.document && { document: plan.document }),
    ...(row.pull_request_url !== null && {
      pullRequestUrl: row.pull_request_url,
    }),
    ...(row.proof !== null && { proof: JSON.parse(row.proof) }),
    ...(row.still_running !== null && {
      stillRunning: stillRunning(row, names),
    }),
  };
}

function toPlan(
  { cluster, effectiveScope, portalOnly, target }: PlannedEnforcement,
  names: ClusterNames,
): Omit<Schemas['EnforcementPlan'], 'delivery'> {
  return {
    cluster: names.get(cluster) ?? cluster,
    target,
    ...(portalOnly !== undefined && { portalOnly }),
    effectiveScope: toEffectiveScope(effectiveScope, names),
  };
}

function stillRunning(
  row: EnforcementRow,
  names: ClusterNames,
): Schemas['Subject'][] {
  const workloads: { namespace: string; kind: string; name: string }[] =
    JSON.parse(row.still_running ?? '[]');
  return workloads.map(({ kind, name, namespace }) => ({
    cluster: names.get(row.cluster_uid) ?? row.cluster_uid,
    namespace,
    kind,
    name,
  }));
}
