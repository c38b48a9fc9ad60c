import {
  REPORT_KINDS,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { vanishedInWords } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { bulkInsert } from '../../bulkInsert';
import { inChunks } from '../../inChunks';
import type {
  ClusterRow,
  FindingRow,
  ObjectRow,
  OccurrenceRow,
} from '../../tables';
import type { StoreContext } from '../collection/storeObjects';
import { selectGoneSubjects, type SubjectIdentity } from './goneSubjects';
import { loadUnverified, unverifiedIn } from './loadUnverified';

const REPORTS = new Set<string>(REPORT_KINDS);

/** Columns that name a place of a finding. */
type Place = Pick<OccurrenceRow, 'finding_id' | 'subject_id' | 'component'>;

/**
 * Keeps failures that objects no longer report, as unknown, where others than the
 * platform may have made them disappear. To be called after what the objects say now
 * was stored, and before the objects themselves are forgotten.
 *
 * @remarks
 * What failed, was then skipped and disappeared afterwards has disappeared no less.
 * The cluster stays locked against a change of trust until the end, or a failure could
 * be kept that nobody would look at again.
 *
 * @param before - What the objects said.
 * @internal
 */
export async function keepVanished(
  tx: Knex,
  before: OccurrenceRow[],
  {
    clusterName,
    clusterUid,
    forgetting,
  }: Pick<StoreContext, 'clusterName' | 'clusterUid' | 'forgetting'>,
): Promise<void> {
  const reported = before.filter(row => REPORTS.has(row.source_kind));
  if (reported.length === 0 || forgetting) {
    return;
  }
  const cluster: ClusterRow | undefined = await tx('clusters')
    .where('uid', clusterUid)
    .forShare()
    .first();
  if (!cluster || cluster.report_trust === 'trusted') {
    return;
  }
  const namespaces = await namespacesOf(tx, reported);
  // While RBAC is looked at, whoever has just been let in may have done it.
  const isUnverified =
    cluster.trust_review === null
      ? unverifiedIn(
          await loadUnverified(tx, [cluster], new Set(namespaces.values())),
        )
      : () => true;
  const lost = reported.filter(row =>
    isUnverified(row.source_kind, namespaces.get(row.object_id) ?? ''),
  );
  const failures = await selectFailures(tx, await withoutSeen(tx, lost));
  const gone = await selectGone(tx, clusterUid, failures);
  const rows = new Map<string, OccurrenceRow>();
  for (const { row, lastFailedAt } of failures) {
    if (!gone.has(row.subject_id)) {
      const namespace = namespaces.get(row.object_id) ?? '';
      const kept: OccurrenceRow = {
        ...row,
        object_id: idOfNobody(clusterUid, row.source_kind, namespace),
        result: 'unknown',
        reason: vanishedInWords(
          row.source_kind as SourceKind,
          clusterName,
          lastFailedAt,
        ),
        vanished_from: namespace,
      };
      rows.set(`${kept.object_id} ${placeOf(kept)}`, kept);
    }
  }
  await bulkInsert(tx, 'occurrences', [...rows.values()], {
    key: ['object_id', 'finding_id', 'subject_id', 'component'],
    then: ['reason', 'message', 'witness', 'detail', 'observed_at'],
  });
}

async function namespacesOf(
  tx: Knex,
  rows: OccurrenceRow[],
): Promise<Map<string, string>> {
  const objects = await inChunks<string, Pick<ObjectRow, 'id' | 'namespace'>>(
    rows.map(row => row.object_id),
    chunk => tx('objects').whereIn('id', chunk).select('id', 'namespace'),
  );
  return new Map(objects.map(row => [row.id, row.namespace]));
}

type SeenRow = Place & Pick<OccurrenceRow, 'source_kind' | 'result'>;

/** Without those that are still said to fail, or by the same kind to be unknown. */
async function withoutSeen(
  tx: Knex,
  rows: OccurrenceRow[],
): Promise<OccurrenceRow[]> {
  const seen = await inChunks<OccurrenceRow, SeenRow>(
    rows,
    chunk =>
      tx('occurrences')
        .whereIn(
          ['finding_id', 'subject_id'],
          chunk.map(row => [row.finding_id, row.subject_id]),
        )
        .whereNull('vanished_from')
        .select(
          'finding_id',
          'subject_id',
          'component',
          'source_kind',
          'result',
        ),
    400,
  );
  const failing = new Set(
    seen.filter(row => row.result === 'fail').map(placeOf),
  );
  const spoken = new Set(seen.map(row => `${row.source_kind} ${placeOf(row)}`));
  return rows.filter(
    row =>
      !failing.has(placeOf(row)) &&
      !spoken.has(`${row.source_kind} ${placeOf(row)}`),
  );
}

async function selectFailures(
  tx: Knex,
  rows: OccurrenceRow[],
): Promise<{ row: OccurrenceRow; lastFailedAt: string }[]> {
  const findings = await inChunks<
    string,
    Pick<FindingRow, 'id' | 'last_failed_at'>
  >(
    rows.map(row => row.finding_id),
    chunk => tx('findings').whereIn('id', chunk).select('id', 'last_failed_at'),
  );
  const failedAt = new Map(findings.map(row => [row.id, row.last_failed_at]));
  return rows.flatMap(row => {
    const lastFailedAt =
      row.result === 'fail' ? row.observed_at : failedAt.get(row.finding_id);
    return lastFailedAt ? [{ row, lastFailedAt }] : [];
  });
}

async function selectGone(
  tx: Knex,
  clusterUid: string,
  failures: { row: OccurrenceRow }[],
): Promise<Set<string>> {
  const subjects = await inChunks<string, SubjectIdentity>(
    failures.map(({ row }) => row.subject_id),
    chunk =>
      tx('subjects')
        .whereIn('id', chunk)
        .select('id', 'namespace', 'kind', 'name', 'object_id'),
  );
  return selectGoneSubjects(tx, clusterUid, subjects);
}

function placeOf({ finding_id, subject_id, component }: Place): string {
  return `${finding_id} ${subject_id} ${component}`;
}

/** Stands for the objects that no longer say it. */
function idOfNobody(...parts: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['vanished', ...parts]))
    .digest('hex')
    .slice(0, 32);
}
