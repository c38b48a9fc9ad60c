import type { Knex } from 'knex';
import type { ExceptionNoticeRow } from '../../../exceptionTables';

/** A message with what it has to say of its exception. @internal */
export type DueNotice = Pick<
  ExceptionNoticeRow,
  'id' | 'exception_id' | 'occasion' | 'detail' | 'attempts'
> & {
  entity_ref: string;
  requester_ref: string;
  severity: string;
  active_until: string | null;
};

/** Messages to be sent now, oldest first. @internal */
export async function selectDueNotices(
  knex: Knex,
  now: Date,
  limit: number,
): Promise<DueNotice[]> {
  return await knex('exception_notices as n')
    .join('exceptions as e', 'e.id', 'n.exception_id')
    .select('n.id', 'n.exception_id', 'n.occasion', 'n.detail', 'n.attempts')
    .select('e.entity_ref', 'e.requester_ref', 'e.severity', 'e.active_until')
    .where('n.next_at', '<=', now.toISOString())
    .orderBy(['n.next_at', 'n.id'])
    .limit(limit);
}
