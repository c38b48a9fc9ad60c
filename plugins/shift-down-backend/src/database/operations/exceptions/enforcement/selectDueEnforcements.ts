import type { PlannedEnforcement } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { EnforcementOrder } from '../../../../exceptions/enforcement/types';
import type { EnforcementRow, ExceptionRow } from '../../../exceptionTables';

type Row = EnforcementRow &
  Pick<ExceptionRow, 'entity_ref' | 'active_from' | 'active_until'> & {
    exception_state: string;
    cluster_name: string | null;
  };

/**
 * Orders that are to be looked at now: those where something is to be done before those
 * that are only looked after, however many they are; else those that waited longest.
 * @internal
 */
export async function selectDueEnforcements(
  knex: Knex,
  now: Date,
  limit: number,
): Promise<EnforcementOrder[]> {
  const at = now.toISOString();
  const rows: Row[] = await orders(knex)
    .where('n.next_at', '<=', at)
    .orderByRaw(
      `case when n.state = 'applied' and e.state = 'approved'
         and e.active_until > ? then 1 else 0 end, n.next_at, n.id`,
      [at],
    )
    .limit(limit);
  return rows.map(toOrder);
}

/** All orders of one exception. @internal */
export async function selectEnforcementsOf(
  knex: Knex,
  exceptionId: string,
): Promise<EnforcementOrder[]> {
  const rows: Row[] = await orders(knex)
    .where('n.exception_id', exceptionId)
    .orderBy(['n.cluster_uid', 'n.object_key']);
  return rows.map(toOrder);
}

function orders(knex: Knex): Knex.QueryBuilder {
  return knex('enforcements as n')
    .join('exceptions as e', 'e.id', 'n.exception_id')
    .leftJoin('clusters as c', 'c.uid', 'n.cluster_uid')
    .select('n.*', 'e.entity_ref', 'e.active_from', 'e.active_until')
    .select({ exception_state: 'e.state', cluster_name: 'c.name' });
}

function toOrder(found: Row): EnforcementOrder {
  const {
    active_from: activeFrom,
    active_until: activeUntil,
    cluster_name: cluster,
    entity_ref: entityRef,
    exception_state: state,
    ...row
  } = found;
  return {
    row: { ...row, wanted: Boolean(row.wanted) },
    plan: JSON.parse(row.plan) as PlannedEnforcement,
    exception: { state, entityRef, activeFrom, activeUntil },
    ...(cluster !== null && { cluster }),
  };
}
