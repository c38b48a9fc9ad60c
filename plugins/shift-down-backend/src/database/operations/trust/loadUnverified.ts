import {
  REPORT_KINDS,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import type { UnverifiedReports } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ClusterRow, ReportWriterRow } from '../../tables';

/**
 * Which reports of the clusters others than the platform may write, as far as these
 * namespaces go.
 * @internal
 */
export async function loadUnverified(
  knex: Knex,
  clusters: Pick<ClusterRow, 'uid' | 'report_trust'>[],
  namespaces: Iterable<string>,
): Promise<UnverifiedReports[]> {
  const byRbac = clusters.filter(it => it.report_trust === 'rbac');
  const writable = await inChunks<
    string,
    Pick<ReportWriterRow, 'cluster_uid' | 'source_kind' | 'namespace'>
  >(byRbac.length > 0 ? ['', ...namespaces] : [], chunk =>
    knex('report_writers')
      .whereIn(
        'cluster_uid',
        byRbac.map(it => it.uid ?? ''),
      )
      .where('trusted', false)
      .whereIn('namespace', chunk)
      .distinct('cluster_uid', 'source_kind', 'namespace'),
  );
  const unbelieved = clusters.filter(
    it => it.report_trust !== 'rbac' && it.report_trust !== 'trusted',
  );
  return [
    ...unbelieved.flatMap(({ uid, report_trust: trust }) =>
      REPORT_KINDS.map(
        (sourceKind): UnverifiedReports => ({
          clusterUid: uid ?? '',
          sourceKind,
          namespace: '',
          cause: trust === 'untrusted' ? 'untrusted' : 'unknown',
        }),
      ),
    ),
    ...writable.map(
      (row): UnverifiedReports => ({
        clusterUid: row.cluster_uid,
        sourceKind: row.source_kind as SourceKind,
        namespace: row.namespace,
        cause: 'writable',
      }),
    ),
  ];
}

/** Whether reports of a kind in a namespace of one cluster are among them. @internal */
export function unverifiedIn(
  unverified: readonly UnverifiedReports[],
): (sourceKind: string, namespace: string) => boolean {
  const places = new Set(
    unverified.map(it => `${it.sourceKind} ${it.namespace}`),
  );
  return (sourceKind, namespace) =>
    places.has(`${sourceKind} `) || places.has(`${sourceKind} ${namespace}`);
}
