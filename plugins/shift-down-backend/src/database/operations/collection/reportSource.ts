import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type { SourceReport } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { SourceRow } from '../../tables';
import { markClusterForAssessment } from '../queue/markForAssessment';

/** Heartbeats in quicker succession than this are not written down. */
const HEARTBEAT_MILLISECONDS = 5000;

/**
 * Notes how collection of a kind went. `since` moves only with the state, and only
 * then the entities of the cluster are assessed again.
 *
 * @param succeededAt - Of a kind that is made of others: as of when they were.
 * @internal
 */
export async function reportSource(
  tx: Knex,
  source: {
    clusterName: string;
    clusterUid: string;
    kind: SourceKind;
    staleAfterSeconds: number;
  },
  report: SourceReport,
  now: string,
  succeededAt = now,
): Promise<'changed' | 'unchanged'> {
  const key = { cluster_name: source.clusterName, kind: source.kind };
  const before: SourceRow | undefined = await tx('sources')
    .where(key)
    .forUpdate()
    .first();
  const changed = before?.state !== report.state;
  const row: SourceRow = {
    ...key,
    state: report.state,
    since: before && !changed ? before.since : now,
    last_success_at:
      report.state === 'fresh' ? succeededAt : before?.last_success_at ?? null,
    error: 'error' in report ? report.error : null,
    warnings: JSON.stringify(
      (report.state === 'fresh' && report.warnings) || [],
    ),
    stale_after_seconds: source.staleAfterSeconds,
    dropped:
      report.state === 'fresh' ? report.dropped ?? 0 : before?.dropped ?? 0,
  };
  if (before && !changed && isRecent(before, row)) {
    return 'unchanged';
  }
  await tx('sources').insert(row).onConflict(['cluster_name', 'kind']).merge();
  if (changed) {
    await markClusterForAssessment(tx, source.clusterUid, now);
  }
  return changed ? 'changed' : 'unchanged';
}

/** Whether nothing would change but the moment of a heartbeat, and that by little. */
function isRecent(before: SourceRow, row: SourceRow): boolean {
  return (
    before.error === row.error &&
    before.warnings === row.warnings &&
    before.dropped === row.dropped &&
    before.stale_after_seconds === row.stale_after_seconds &&
    // One that is ahead came from a clock that was: it must not outlive its sender.
    Math.abs(
      Date.parse(row.last_success_at ?? '') -
        Date.parse(before.last_success_at ?? ''),
    ) < HEARTBEAT_MILLISECONDS
  );
}
