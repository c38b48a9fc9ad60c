import type { Knex } from 'knex';
import { eachChunk, inChunks } from '../../inChunks';
import type { OccurrenceRow } from '../../tables';

type Key = Pick<
  OccurrenceRow,
  'object_id' | 'finding_id' | 'subject_id' | 'component'
>;

/** Failures that had disappeared and are seen again have not disappeared. @internal */
export async function forgetSeenAgain(
  tx: Knex,
  seen: OccurrenceRow[],
): Promise<void> {
  const failing = seen.filter(row => row.result === 'fail');
  const places = new Set(failing.map(placeOf));
  const kept = await inChunks<string, Key>(
    failing.map(row => row.finding_id),
    chunk =>
      tx('occurrences')
        .whereIn('finding_id', chunk)
        .whereNotNull('vanished_from')
        .select('object_id', 'finding_id', 'subject_id', 'component'),
  );
  await deleteOccurrences(
    tx,
    kept.filter(row => places.has(placeOf(row))),
  );
}

/**
 * Forgets what had disappeared of subjects that are gone themselves.
 * @returns Ids of the findings, which may be resolved now.
 * @internal
 */
export async function forgetVanishedOf(
  tx: Knex,
  subjectIds: Iterable<string>,
): Promise<string[]> {
  const kept = await inChunks<string, Key>(subjectIds, chunk =>
    tx('occurrences')
      .whereIn('subject_id', chunk)
      .whereNotNull('vanished_from')
      .select('object_id', 'finding_id', 'subject_id', 'component'),
  );
  await deleteOccurrences(tx, kept);
  return kept.map(row => row.finding_id);
}

/** @internal */
export async function deleteOccurrences(tx: Knex, keys: Key[]): Promise<void> {
  await eachChunk(
    keys,
    chunk =>
      tx('occurrences')
        .whereIn(
          ['object_id', 'finding_id', 'subject_id', 'component'],
          chunk.map(it => [
            it.object_id,
            it.finding_id,
            it.subject_id,
            it.component,
          ]),
        )
        .delete(),
    200,
  );
}

function placeOf({ finding_id, subject_id, component }: Key): string {
  return `${finding_id} ${subject_id} ${component}`;
}
