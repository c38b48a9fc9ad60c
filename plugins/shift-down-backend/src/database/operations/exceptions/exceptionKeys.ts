import type { Knex } from 'knex';
import type { ExceptionKeyRow } from '../../exceptionTables';

/** All of them, the one to sign with first. @internal */
export async function loadExceptionKeys(
  knex: Knex,
): Promise<ExceptionKeyRow[]> {
  return await knex<ExceptionKeyRow>('exception_keys').orderBy([
    'created_at',
    'id',
  ]);
}

/** Whatever replicas do at once, each of their keys is one that verifies. @internal */
export async function storeExceptionKey(
  knex: Knex,
  row: ExceptionKeyRow,
): Promise<void> {
  await knex<ExceptionKeyRow>('exception_keys')
    .insert(row)
    .onConflict('id')
    .ignore();
}
