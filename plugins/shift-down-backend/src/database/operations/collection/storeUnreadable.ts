import type { Knex } from 'knex';
import type { UnreadableRows } from '../../../collection/objectRows';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk, inChunks } from '../../inChunks';
import type { UnreadableSubjectRow } from '../../tables';
import { markSubjectsForAssessment } from '../queue/markForAssessment';

/**
 * Notes that objects could not be read. What they said last is kept, and whoever
 * they are about, then or now, is unknown in what they would say.
 * @internal
 */
export async function storeUnreadable(
  tx: Knex,
  objects: UnreadableRows[],
  now: string,
): Promise<void> {
  const byId = new Map(objects.map(it => [it.object.id, it]));
  const ids = [...byId.keys()];
  const spokenOf = await inChunks<
    string,
    { object_id: string; subject_id: string }
  >(
    ids,
    chunk =>
      tx('occurrences')
        .select('object_id', 'subject_id')
        .whereIn('object_id', chunk)
        .union([
          tx('passes')
            .select('object_id', 'subject_id')
            .whereIn('object_id', chunk),
          tx('image_scans')
            .select('object_id', 'subject_id')
            .whereIn('object_id', chunk),
          tx('evaluations')
            .select('object_id', 'subject_id')
            .whereIn('object_id', chunk),
          tx('subjects')
            .select('object_id', { subject_id: 'id' })
            .whereIn('object_id', chunk),
        ]),
    200,
  );
  const subjects = new Map<string, UnreadableSubjectRow>();
  const add = (row: UnreadableSubjectRow) =>
    subjects.set(`${row.object_id} ${row.subject_id}`, row);
  for (const { object_id, subject_id } of spokenOf) {
    const unreadable = byId.get(object_id);
    if (unreadable) {
      add({
        object_id,
        subject_id,
        source_kind: unreadable.object.source_kind,
        reason: unreadable.object.unreadable ?? '',
      });
    }
  }
  objects.flatMap(it => it.subjects).forEach(add);

  await eachChunk(ids, chunk =>
    tx('unreadable_subjects').whereIn('object_id', chunk).delete(),
  );
  await bulkInsert(
    tx,
    'objects',
    [...byId.values()].map(it => it.object),
    { key: ['id'], then: ['unreadable'] },
  );
  await bulkInsert(tx, 'unreadable_subjects', [...subjects.values()]);
  await markSubjectsForAssessment(
    tx,
    [...subjects.values()].map(row => row.subject_id),
    now,
  );
}
