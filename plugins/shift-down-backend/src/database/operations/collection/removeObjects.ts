import type { Knex } from 'knex';
import { eachChunk } from '../../inChunks';
import { markSubjectsForAssessment } from '../queue/markForAssessment';
import { forgetVanishedOf } from '../trust/forgetVanished';
import { keepVanished } from '../trust/keepVanished';
import { clearObjects } from './clearObjects';
import { releaseSubjects } from './releaseSubjects';
import { resolveFindings } from './resolveFindings';
import type { StoreContext } from './storeObjects';

/**
 * Forgets objects that are gone from their cluster: findings that nothing else
 * sees are resolved, and the entities concerned are marked.
 * @internal
 */
export async function removeObjects(
  tx: Knex,
  objectIds: string[],
  context: StoreContext,
): Promise<void> {
  const { clusterName, clusterUid, follower, now } = context;
  const cleared = await clearObjects(tx, objectIds);
  await keepVanished(tx, cleared.occurrences, context);
  const forgotten = await forgetVanishedOf(tx, cleared.describedIds);
  for (const { table, column } of [
    { table: 'exemptions', column: 'object_id' },
    { table: 'objects', column: 'id' },
  ]) {
    await eachChunk(objectIds, chunk =>
      tx(table).whereIn(column, chunk).delete(),
    );
  }
  await resolveFindings(
    tx,
    [...cleared.occurrences.map(row => row.finding_id), ...forgotten],
    now,
  );
  const concerned = await follower.concernedBy(tx, cleared.subjectIds);
  await markSubjectsForAssessment(tx, cleared.subjectIds, now);
  await releaseSubjects(tx, [...cleared.describedIds], cleared.subjectIds);
  await follower.follow(tx, {
    clusterName,
    clusterUid,
    entityRefs: concerned,
    subjectIds: [],
    namespaces: cleared.namespaces,
    now,
  });
}
