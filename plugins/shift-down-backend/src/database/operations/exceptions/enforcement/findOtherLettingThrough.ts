import type { PlannedEnforcement } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { EnforcementOrder } from '../../../../exceptions/enforcement/types';

/**
 * Another exception that is in the same engine now and lets the same policies pass in one
 * of the same namespaces, such as a renewal; its id.
 * @internal
 */
export async function findOtherLettingThrough(
  knex: Knex,
  { plan, row }: Pick<EnforcementOrder, 'plan' | 'row'>,
  now: Date,
): Promise<string | undefined> {
  const at = now.toISOString();
  const others: { exception_id: string; plan: string }[] = await knex(
    'enforcements as n',
  )
    .join('exceptions as e', 'e.id', 'n.exception_id')
    .where({
      'n.cluster_uid': row.cluster_uid,
      'n.target': row.target,
      'n.state': 'applied',
      'n.wanted': true,
      'e.state': 'approved',
    })
    .whereNot('n.exception_id', row.exception_id)
    .where('e.active_until', '>', at)
    .orderBy('n.exception_id')
    .select('n.exception_id', 'n.plan');
  return others.find(other => overlaps(JSON.parse(other.plan), plan))
    ?.exception_id;
}

function overlaps(a: PlannedEnforcement, b: PlannedEnforcement): boolean {
  return (
    a.policies.some(policy => b.policies.includes(policy)) &&
    a.effectiveScope.namespaces.some(it =>
      b.effectiveScope.namespaces.includes(it),
    ) &&
    (a.effectiveScope.workloads.length === 0 ||
      b.effectiveScope.workloads.length === 0 ||
      a.effectiveScope.workloads.some(it =>
        b.effectiveScope.workloads.includes(it),
      ))
  );
}
