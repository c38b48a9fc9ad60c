import type { ExceptionRecord } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ExceptionApprovalRow } from '../../exceptionTables';

/**
 * Has the approvals that the record has, and no others: what was voided once must not count
 * again because somebody asks for the same anew. Who ever approved stands in the thread.
 * @internal
 */
export async function storeApprovals(
  tx: Knex,
  { approvals, id }: Pick<ExceptionRecord, 'id' | 'approvals'>,
): Promise<void> {
  await tx('exception_approvals').where({ exception_id: id }).delete();
  const rows: ExceptionApprovalRow[] = approvals.map(approval => ({
    exception_id: id,
    subject: approval.subject,
    content_hash: approval.contentHash,
    user_ref: approval.userRef,
    at: approval.at,
  }));
  for (const row of rows) {
    // Who says yes again to the same, in a later review, said so last.
    await tx('exception_approvals')
      .insert(row)
      .onConflict(['exception_id', 'subject', 'content_hash'])
      .merge(['user_ref', 'at']);
  }
}
