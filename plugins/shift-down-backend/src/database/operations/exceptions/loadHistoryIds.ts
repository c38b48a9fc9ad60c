import type { Knex } from 'knex';
import type { ExceptionRow } from '../../exceptionTables';

const SHOWN = 20;

/** Other exceptions of the same expectation for the same entity, newest first. @internal */
export async function loadHistoryIds(
  knex: Knex,
  row: Pick<
    ExceptionRow,
    | 'id'
    | 'entity_ref'
    | 'expectation'
    | 'control_id'
    | 'engine'
    | 'policy'
    | 'advisory'
  >,
): Promise<string[]> {
  return await knex('exceptions')
    .where({
      entity_ref: row.entity_ref,
      expectation: row.expectation,
      control_id: row.control_id,
      engine: row.engine,
      policy: row.policy,
      advisory: row.advisory,
    })
    .whereNot('id', row.id)
    .orderBy([{ column: 'requested_at', order: 'desc' }, 'id'])
    .limit(SHOWN)
    .pluck('id');
}
