import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { bulkInsert } from '../../bulkInsert';
import { inChunks } from '../../inChunks';

/**
 * An entity in the queue keeps its place: it could otherwise be put off for as
 * long as evidence keeps coming. The new ticket voids any assessment under way.
 */
const ON_CONFLICT = {
  key: ['entity_ref'],
  then: {
    ticket: 'excluded."ticket"',
    due_at:
      'case when "assessment_queue"."due_at" < excluded."due_at" ' +
      'then "assessment_queue"."due_at" else excluded."due_at" end',
    attempts: '0',
  },
};

/**
 * Puts entities into the queue for assessment.
 *
 * @remarks
 * Must share the transaction of the change that it follows from: whoever sees the
 * one sees the other, and no assessment of what was before can be written over it.
 * @internal
 */
export async function markForAssessment(
  tx: Knex,
  entityRefs: Iterable<string>,
  now: string,
): Promise<void> {
  const ticket = randomUUID();
  const rows = [...new Set(entityRefs)].sort().map(ref => ({
    entity_ref: ref,
    ticket,
    due_at: now,
    attempts: 0,
  }));
  await bulkInsert(tx, 'assessment_queue', rows, ON_CONFLICT);
}

/** Puts the entities of these subjects into the queue. @internal */
export async function markSubjectsForAssessment(
  tx: Knex,
  subjectIds: Iterable<string>,
  now: string,
): Promise<void> {
  const rows = await inChunks<string, { entity_ref: string }>(
    subjectIds,
    chunk =>
      tx('subject_entities')
        .distinct('entity_ref')
        .whereIn('subject_id', chunk),
  );
  await markForAssessment(
    tx,
    rows.map(row => row.entity_ref),
    now,
  );
}

/** Puts every entity that runs in the cluster into the queue. @internal */
export async function markClusterForAssessment(
  tx: Knex,
  clusterUid: string,
  now: string,
): Promise<void> {
  const rows: { entity_ref: string }[] = await tx('subject_entities as link')
    .join('subjects as subject', 'subject.id', 'link.subject_id')
    .where('subject.cluster_uid', clusterUid)
    .distinct('link.entity_ref');
  await markForAssessment(
    tx,
    rows.map(row => row.entity_ref),
    now,
  );
}
