import type { Knex } from 'knex';

/**
 * Notes that an entity could not be assessed and when to try again. The posture
 * stays as it was; the error beside it says that it may not hold.
 * @internal
 */
export async function failAssessment(
  knex: Knex,
  failure: {
    entityRef: string;
    ticket: string;
    attempts: number;
    error: string;
    retryAt: string;
  },
): Promise<void> {
  await knex('assessment_queue')
    .where({ entity_ref: failure.entityRef, ticket: failure.ticket })
    .update({
      attempts: failure.attempts,
      error: failure.error,
      due_at: failure.retryAt,
    });
}
