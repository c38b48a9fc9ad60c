import type { DecisionBasis } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionRow } from '../../../exceptionTables';

/** What was decided, and so what a change is measured by. @internal */
export async function loadDecided(
  knex: Knex,
  exceptionId: string,
): Promise<Pick<DecisionBasis, 'policyHash' | 'reaches'> | undefined> {
  const row = await knex<ExceptionRow>('exceptions')
    .where('id', exceptionId)
    .first('basis');
  return row?.basis ? JSON.parse(row.basis) : undefined;
}
