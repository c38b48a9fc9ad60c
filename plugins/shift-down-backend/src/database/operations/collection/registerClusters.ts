import type { ReportTrust } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { ClusterRow } from '../../tables';
import { setReportTrust } from '../trust/setReportTrust';

/**
 * Notes the configured clusters, and how far their reports are believed before any of
 * them is.
 * @returns Those that are known but not configured any more.
 * @internal
 */
export async function registerClusters(
  tx: Knex,
  clusters: { name: string; title: string; trust: ReportTrust }[],
  now: string,
): Promise<ClusterRow[]> {
  await bulkInsert(
    tx,
    'clusters',
    clusters.map(({ name, title }) => ({ name, title })),
    { key: ['name'], then: ['title'] },
  );
  for (const { name, trust } of clusters) {
    await setReportTrust(tx, name, trust, now);
  }
  return tx('clusters').whereNotIn(
    'name',
    clusters.map(({ name }) => name),
  );
}
