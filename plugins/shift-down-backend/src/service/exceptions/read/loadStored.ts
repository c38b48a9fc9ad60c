import {
  ENFORCEMENT_STATES,
  type EnforcementState,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { loadExceptionRows } from '../../../database/operations/exceptions/loadException';
import type { StoredException } from './toExceptionOverview';

/** Those that exist, in the order of the ids. @internal */
export async function loadStored(
  knex: Knex,
  ids: readonly string[],
): Promise<StoredException[]> {
  const [rows, states] = await Promise.all([
    loadExceptionRows(knex, ids),
    knex('enforcements')
      .distinct<{ exception_id: string; state: string }[]>(
        'exception_id',
        'state',
      )
      .whereIn('exception_id', ids),
  ]);
  return rows.map(({ approvals, row }) => ({
    row,
    approvals,
    enforcement: ENFORCEMENT_STATES.filter((known: EnforcementState) =>
      states.some(it => it.exception_id === row.id && it.state === known),
    ),
  }));
}
