import type { Knex } from 'knex';
import { eachChunk, inChunks } from '../../inChunks';
import { markSubjectsForAssessment } from '../assessment/markForAssessment';
import { correlateEntities } from '../correlation/correlateEntities';
import { findClaimants } from '../correlation/findClaimants';
import { clearObjects } from './clearObjects';
import { releaseSubjects } from './releaseSubjects';
import { resolveFindings } from './resolveFindings';
import { selectSubjectsIn } from './storeNamespaces';
import type { StoreContext } from './storeObjects';

/**
 * Forgets objects that are gone from their cluster: findings that nothing else
 * sees are resolved, and the entities concerned are marked.
 * @internal
 */
export async function removeObjects(
  tx: Knex,
  objectIds: string[],
  { clusterUid, correlation, now }: StoreContext,
): Promise<void> {
  const namespaces = await inChunks<string, { name: string }>(
    objectIds,
    chunk => tx('namespaces').whereIn('object_id', chunk).select('name'),
  );
  const disowned = await selectSubjectsIn(
    tx,
    clusterUid,
    namespaces.map(row => row.name),
  );
  const cleared = await clearObjects(tx, objectIds);
  await eachChunk(objectIds, chunk =>
    tx('objects').whereIn('id', chunk).delete(),
  );
  await resolveFindings(
    tx,
    cleared.occurrences.map(row => row.finding_id),
    now,
  );
  const claimants = await findClaimants(tx, [
    ...cleared.subjectIds,
    ...disowned,
  ]);
  await markSubjectsForAssessment(tx, cleared.subjectIds, now);
  await releaseSubjects(tx, [...cleared.describedIds], cleared.subjectIds);
  await correlateEntities(tx, correlation, claimants, now);
}
