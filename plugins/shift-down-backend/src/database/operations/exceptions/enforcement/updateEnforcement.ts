import type { Knex } from 'knex';
import type { EnforcementRow } from '../../../exceptionTables';

/**
 * Notes what became of an order, unless somebody has ordered something else meanwhile.
 * @returns Whether it was noted.
 * @internal
 */
export async function updateEnforcement(
  tx: Knex,
  seen: Pick<EnforcementRow, 'id' | 'wanted' | 'plan' | 'next_at'>,
  change: Partial<EnforcementRow>,
): Promise<boolean> {
  const { id, next_at, plan, wanted } = seen;
  const changed = await tx('enforcements')
    .where({ id, next_at, plan, wanted: Boolean(wanted) })
    .update(change);
  return changed > 0;
}
