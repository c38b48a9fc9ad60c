/** What our records say of the namespaces of a cluster that are there. */
import type { Knex } from 'knex';
import { inChunks } from '../../../inChunks';
import type { ManagedNamespaceRow } from '../../../provisioningTables';

/** @internal */
export type BaselineRecord = Pick<
  ManagedNamespaceRow,
  | 'id'
  | 'name'
  | 'uid'
  | 'created_at'
  | 'drift_at'
  | 'drift_hash'
  | 'wished_level'
  | 'baseline_version'
>;

/** Of Namespaces that were collected and are those of the record, by their UID. @internal */
export async function loadBaselineRecords(
  knex: Knex,
  clusterUid: string,
): Promise<BaselineRecord[]> {
  return await knex('managed_namespaces as m')
    .join('namespaces as n', join =>
      join
        .on('n.cluster_uid', 'm.cluster_uid')
        .andOn('n.name', 'm.name')
        .andOn('n.uid', 'm.uid'),
    )
    .where('m.cluster_uid', clusterUid)
    .whereNull('m.gone_at')
    .orderBy('m.name')
    .select(
      'm.id',
      'm.name',
      'm.uid',
      'm.created_at',
      'm.drift_at',
      'm.drift_hash',
      'm.wished_level',
      'm.baseline_version',
    );
}

/** Drift of some of them, as JSON by id. @internal */
export async function loadDrift(
  knex: Knex,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await inChunks<
    string,
    Pick<ManagedNamespaceRow, 'id' | 'drift'>
  >(ids, chunk =>
    knex('managed_namespaces').whereIn('id', chunk).select('id', 'drift'),
  );
  return new Map(rows.map(row => [row.id, row.drift]));
}
