import type { EnforcementDelivery } from '@shift-down/plugin-shift-down-common';
import {
  documentOf,
  type PlannedEnforcement,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { EnforcementRow } from '../../../exceptionTables';

/** @internal */
export interface EnforcementsToStore {
  exceptionId: string;
  /** All of them: what was ordered before and is not among them is withdrawn. */
  plans: readonly PlannedEnforcement[];
  /** How each cluster is told, by UID; `document` where it is not said. */
  deliveries: ReadonlyMap<string, EnforcementDelivery>;
  now: Date;
}

/** Of what is written again, the rest stays: it says what we made. */
const WRITTEN_ANEW = [
  'delivery',
  'state',
  'wanted',
  'plan',
  'reason',
  'since',
  'ended_at',
  'gone_at',
  'proof',
  'still_running',
  'next_at',
  'attempts',
];

/**
 * Orders what was decided, in the transaction of the decision. To order the same again
 * changes nothing of what an engine has.
 * @internal
 */
export async function storeEnforcements(
  tx: Knex,
  { exceptionId, plans, deliveries, now }: EnforcementsToStore,
): Promise<void> {
  const at = now.toISOString();
  const before: EnforcementRow[] = await tx('enforcements').where({
    exception_id: exceptionId,
  });
  const rows = ordersOf(exceptionId, plans, deliveries, at);
  const keys = new Set(rows.map(keyOf));
  const withdrawn = before.filter(
    row => row.wanted && !keys.has(keyOf(row)) && row.state !== 'removed',
  );
  for (const row of withdrawn) {
    const told = row.state !== 'portal-only';
    await tx('enforcements')
      .where({ id: row.id })
      .update({
        wanted: false,
        ended_at: at,
        next_at: told ? at : null,
        attempts: 0,
        ...(told && { state: 'removing', since: at }),
        reason: 'It is no part of what was decided any more',
      });
  }
  const known = new Map(before.map(row => [keyOf(row), row]));
  for (const row of rows) {
    const former = known.get(keyOf(row));
    const isTheSame =
      former !== undefined &&
      Boolean(former.wanted) &&
      former.delivery === row.delivery &&
      former.plan === row.plan;
    if (isTheSame) {
      continue;
    }
    await tx('enforcements')
      .insert(row)
      .onConflict(['exception_id', 'cluster_uid', 'target', 'object_key'])
      .merge(WRITTEN_ANEW);
  }
}

function ordersOf(
  exceptionId: string,
  plans: readonly PlannedEnforcement[],
  deliveries: ReadonlyMap<string, EnforcementDelivery>,
  at: string,
): EnforcementRow[] {
  const untold = new Map<string, number>();
  return plans.map(plan => {
    const configured = deliveries.get(plan.cluster) ?? 'document';
    const delivery = plan.object ? configured : 'none';
    const told = delivery !== 'none';
    let key = objectKeyOf(plan);
    if (key === '') {
      const place = JSON.stringify([plan.cluster, plan.target]);
      const nth = untold.get(place) ?? 0;
      untold.set(place, nth + 1);
      key = nth === 0 ? '' : `#${nth}`;
    }
    return {
      id: randomUUID(),
      exception_id: exceptionId,
      cluster_uid: plan.cluster,
      target: plan.target,
      delivery,
      state: told ? 'pending' : 'portal-only',
      wanted: true,
      plan: JSON.stringify(withDocument(plan, delivery)),
      object_key: key,
      object_uid: null,
      object_version: null,
      object_hash: null,
      nonce: null,
      reason: told
        ? ''
        : plan.portalOnly ??
          'Engines of this cluster are not told: shiftDown.exceptions.delivery says none',
      since: at,
      applied_at: null,
      ended_at: null,
      gone_at: null,
      proof: null,
      pull_request_url: null,
      still_running: null,
      next_at: told ? at : null,
      attempts: 0,
    };
  });
}

/** What somebody else than the portal applies is shown to them. */
function withDocument(
  plan: PlannedEnforcement,
  delivery: EnforcementDelivery,
): PlannedEnforcement {
  const document = delivery === 'cluster' ? plan.document : documentOf(plan);
  return document ? { ...plan, document } : plan;
}

/** Where the object is or will be: `apiVersion/kind/namespace/name`. @internal */
export function objectKeyOf({ object }: PlannedEnforcement): string {
  if (!object) {
    return '';
  }
  const { apiVersion, kind, metadata } = object;
  return [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('/');
}

function keyOf(row: EnforcementRow): string {
  return JSON.stringify([row.cluster_uid, row.target, row.object_key]);
}
