import type { Knex } from 'knex';
import { eachChunk, inChunks } from '../../inChunks';
import type { OccurrenceRow } from '../../tables';

const TABLES_BY_OBJECT = [
  'occurrences',
  'passes',
  'image_scans',
  'cut_lists',
  'unreadable_subjects',
  'namespaces',
  'resources',
  'evaluations',
];

/** What objects said before they were cleared. @internal */
export interface ClearedEvidence {
  occurrences: OccurrenceRow[];
  /** Subjects that they spoke of or described. */
  subjectIds: Set<string>;
  /** Of those, the ones that they described. */
  describedIds: Set<string>;
  /** Names of the namespaces that they described. */
  namespaces: string[];
}

/**
 * Takes out all that was stored of these objects, except for the objects and
 * subjects themselves, to be replaced or forgotten in the same transaction.
 * @internal
 */
export async function clearObjects(
  tx: Knex,
  objectIds: string[],
): Promise<ClearedEvidence> {
  const occurrences = await inChunks<string, OccurrenceRow>(objectIds, chunk =>
    tx('occurrences').whereIn('object_id', chunk).select('*'),
  );
  const described = await inChunks<string, { id: string }>(objectIds, chunk =>
    tx('subjects').whereIn('object_id', chunk).select('id'),
  );
  const namespaces = await inChunks<string, { name: string }>(
    objectIds,
    chunk => tx('namespaces').whereIn('object_id', chunk).select('name'),
  );
  const mentioned = await inChunks<string, { subject_id: string }>(
    objectIds,
    chunk =>
      tx('passes')
        .whereIn('object_id', chunk)
        .select('subject_id')
        .union([
          tx('image_scans').whereIn('object_id', chunk).select('subject_id'),
          tx('unreadable_subjects')
            .whereIn('object_id', chunk)
            .select('subject_id'),
          tx('evaluations').whereIn('object_id', chunk).select('subject_id'),
        ]),
    300,
  );
  const describedIds = new Set(described.map(row => row.id));
  await eachChunk(describedIds, chunk =>
    tx('containers').whereIn('subject_id', chunk).delete(),
  );
  for (const table of TABLES_BY_OBJECT) {
    await eachChunk(objectIds, chunk =>
      tx(table).whereIn('object_id', chunk).delete(),
    );
  }
  return {
    occurrences,
    describedIds,
    namespaces: namespaces.map(row => row.name),
    subjectIds: new Set([
      ...describedIds,
      ...occurrences.map(row => row.subject_id),
      ...mentioned.map(row => row.subject_id),
    ]),
  };
}
