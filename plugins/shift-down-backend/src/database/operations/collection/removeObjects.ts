import type { Knex } from 'knex';
import { eachChunk } from '../../inChunks';
import { markSubjectsForAssessment } from '../queue/markForAssessment';
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
  { clusterName, clusterUid, follower, now }: StoreContext,
): Promise<void> {
  const cleared = await clearObjects(tx, objectIds);
  await eachChunk(objectIds, chunk =>
    tx('objects').whereIn('id', chunk).delete(),
  );
  await resolveFindings(
    tx,
    cleared.occurrences.map(row => row.finding_id),
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
