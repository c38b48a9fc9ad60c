import type { Knex } from 'knex';
import type { FencedWriter } from '../../../collection/HeldLease';
import { eachChunk } from '../../inChunks';
import type { ClusterRow, OccurrenceRow, SubjectRow } from '../../tables';
import { releaseSubjects } from '../collection/releaseSubjects';
import { resolveFindings } from '../collection/resolveFindings';
import type { StoreContext } from '../collection/storeObjects';
import { markSubjectsForAssessment } from '../queue/markForAssessment';
import { deleteOccurrences } from './forgetVanished';
import { selectGoneSubjects } from './goneSubjects';
import { loadUnverified, unverifiedIn } from './loadUnverified';

const ROWS_PER_TRANSACTION = 200;

type VanishedRow = OccurrenceRow &
  Pick<SubjectRow, 'namespace' | 'kind' | 'name'> & {
    described_by: string | null;
  };

/**
 * Ends the wait for failures that disappeared: where nobody else may write the reports
 * any more their silence counts, unless a review of that is pending, and of what is
 * gone nothing can fail.
 *
 * @returns How many there were.
 * @internal
 */
export async function settleVanished(
  knex: Knex,
  lease: FencedWriter,
  context: StoreContext,
): Promise<number> {
  const { clusterUid } = context;
  const rows = await selectVanished(knex, clusterUid);
  // After those, so that no review is pending that was when one of them vanished.
  const cluster: ClusterRow | undefined = await knex('clusters')
    .where('uid', clusterUid)
    .first();
  if (!cluster || rows.length === 0) {
    return 0;
  }
  const isUnverified = unverifiedIn(
    await loadUnverified(
      knex,
      [cluster],
      new Set(rows.map(row => row.vanished_from ?? '')),
    ),
  );
  const gone = await selectGoneSubjects(
    knex,
    clusterUid,
    rows.map(row => ({
      id: row.subject_id,
      namespace: row.namespace,
      kind: row.kind,
      name: row.name,
      object_id: row.described_by,
    })),
  );
  const settled = rows.filter(
    row =>
      gone.has(row.subject_id) ||
      (!cluster.trust_review &&
        !isUnverified(row.source_kind, row.vanished_from ?? '')),
  );
  await settleAll(lease, settled, context);
  return settled.length;
}

/** The same for all that disappeared in a cluster that is being forgotten. @internal */
export async function abandonVanished(
  knex: Knex,
  lease: FencedWriter,
  context: StoreContext,
): Promise<void> {
  await settleAll(
    lease,
    await selectVanished(knex, context.clusterUid),
    context,
  );
}

async function selectVanished(
  knex: Knex,
  clusterUid: string,
): Promise<VanishedRow[]> {
  return await knex('occurrences as o')
    .join('subjects as s', 's.id', 'o.subject_id')
    .whereNotNull('o.vanished_from')
    .where('s.cluster_uid', clusterUid)
    .select('o.*', 's.namespace', 's.kind', 's.name', {
      described_by: 's.object_id',
    });
}

async function settleAll(
  lease: FencedWriter,
  rows: VanishedRow[],
  context: StoreContext,
): Promise<void> {
  await eachChunk(
    rows,
    chunk => lease.transact(tx => settle(tx, chunk, context)),
    ROWS_PER_TRANSACTION,
  );
}

/** Findings are locked first, as by whoever stores them. */
async function settle(
  tx: Knex,
  rows: VanishedRow[],
  { clusterName, clusterUid, follower, now }: StoreContext,
): Promise<void> {
  const findingIds = [...new Set(rows.map(row => row.finding_id))].sort();
  const subjectIds = [...new Set(rows.map(row => row.subject_id))];
  await tx('findings')
    .whereIn('id', findingIds)
    .orderBy('id')
    .select('id')
    .forUpdate();
  await deleteOccurrences(tx, rows);
  await resolveFindings(tx, findingIds, now);
  const concerned = await follower.concernedBy(tx, subjectIds);
  await markSubjectsForAssessment(tx, subjectIds, now);
  await releaseSubjects(tx, [], subjectIds);
  await follower.follow(tx, {
    clusterName,
    clusterUid,
    entityRefs: concerned,
    subjectIds: [],
    namespaces: [],
    now,
  });
}
