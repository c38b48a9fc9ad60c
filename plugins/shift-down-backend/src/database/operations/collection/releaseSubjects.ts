import type { Knex } from 'knex';
import { NAMESPACE_KEY } from '../../../collection/namespaceOf';
import { eachChunk, inChunks } from '../../inChunks';

/** What speaks of a subject and so keeps it. */
const REFERENCES = [
  'occurrences',
  'passes',
  'image_scans',
  'unreadable_subjects',
  'evaluations',
];

/**
 * Subjects whose own object is gone lose what it said of them; those that nothing
 * speaks of any more are forgotten. Their links are left to correlation, which has
 * to tell the entities.
 *
 * @param undescribed - Subjects whose object is gone.
 * @param unmentioned - Subjects that evidence spoke of and perhaps no longer does.
 * @returns Ids of the forgotten ones.
 * @internal
 */
export async function releaseSubjects(
  tx: Knex,
  undescribed: string[],
  unmentioned: Iterable<string>,
): Promise<Set<string>> {
  await eachChunk(undescribed, async chunk => {
    await tx('subjects').whereIn('id', chunk).update({
      object_id: null,
      api_version: '',
      uid: '',
      labels: '{}',
      fields: '{}',
      pods_total: 0,
      pods_ready: 0,
    });
    await tx('subject_labels')
      .whereIn('subject_id', chunk)
      .whereNot('key', NAMESPACE_KEY)
      .delete();
  });

  const orphans = await inChunks<string, { id: string }>(
    [...undescribed, ...unmentioned],
    chunk => {
      const query = tx('subjects')
        .whereIn('id', chunk)
        .whereNull('object_id')
        .select('id');
      for (const table of REFERENCES) {
        query.whereNotExists(
          tx(table).whereRaw('?? = subjects.id', [`${table}.subject_id`]),
        );
      }
      return query;
    },
  );
  const ids = new Set(orphans.map(row => row.id));
  await eachChunk(ids, async chunk => {
    await tx('subject_labels').whereIn('subject_id', chunk).delete();
    await tx('subjects').whereIn('id', chunk).delete();
  });
  return ids;
}
