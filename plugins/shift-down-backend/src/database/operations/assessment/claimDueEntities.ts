import type { Knex } from 'knex';
import type { AssessmentQueueRow } from '../../tables';

/** An entity to assess; the ticket voids the work once the entity is marked again. @internal */
export interface DueEntity {
  entityRef: string;
  ticket: string;
  attempts: number;
}

/**
 * Takes entities that are due out of everybody's sight for a while, the longest
 * due first. If the work is never finished, they are due again after that.
 *
 * @param entityRefs - Only these, and whether or not they are due.
 * @internal
 */
export async function claimDueEntities(
  knex: Knex,
  claim: {
    now: Date;
    limit: number;
    hiddenForSeconds: number;
    entityRefs?: string[];
  },
): Promise<DueEntity[]> {
  const hiddenUntil = new Date(
    claim.now.getTime() + claim.hiddenForSeconds * 1000,
  ).toISOString();
  const due = knex('assessment_queue')
    .orderBy('due_at')
    .limit(claim.limit)
    .select('entity_ref');
  if (claim.entityRefs) {
    due.whereIn('entity_ref', claim.entityRefs);
  } else {
    due.where('due_at', '<=', claim.now.toISOString());
  }
  if (knex.client.config.client === 'pg') {
    due.forUpdate().skipLocked();
  }
  const rows: Pick<AssessmentQueueRow, 'entity_ref' | 'ticket' | 'attempts'>[] =
    await knex('assessment_queue')
      .whereIn('entity_ref', due)
      .update({ due_at: hiddenUntil })
      .returning(['entity_ref', 'ticket', 'attempts']);
  return rows.map(row => ({
    entityRef: row.entity_ref,
    ticket: row.ticket,
    attempts: row.attempts,
  }));
}
