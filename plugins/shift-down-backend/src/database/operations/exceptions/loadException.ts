import type { ExceptionRecord } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionApprovalRow, ExceptionRow } from '../../exceptionTables';
import { toExceptionRecord } from './exceptionRecord';

/** Whoever it concerns: nobody's permission is asked. @internal */
export async function loadException(
  knex: Knex,
  id: string,
): Promise<ExceptionRecord | undefined> {
  const [record] = await loadExceptions(knex, [id]);
  return record;
}

/** Those that exist, in the order of the ids. @internal */
export async function loadExceptions(
  knex: Knex,
  ids: readonly string[],
): Promise<ExceptionRecord[]> {
  return (await loadExceptionRows(knex, ids)).map(({ row, approvals }) =>
    toExceptionRecord(row, approvals),
  );
}

/** Rows with the approvals that count, in the order of the ids. @internal */
export async function loadExceptionRows(
  knex: Knex,
  ids: readonly string[],
): Promise<{ row: ExceptionRow; approvals: ExceptionApprovalRow[] }[]> {
  const [rows, approvals] = await Promise.all([
    knex<ExceptionRow>('exceptions').whereIn('id', ids),
    knex<ExceptionApprovalRow>('exception_approvals')
      .whereIn('exception_id', ids)
      .orderBy(['at', 'subject']),
  ]);
  const byId = new Map(rows.map(row => [row.id, row]));
  return ids.flatMap(id => {
    const row = byId.get(id);
    return row
      ? [{ row, approvals: approvals.filter(it => it.exception_id === id) }]
      : [];
  });
}
