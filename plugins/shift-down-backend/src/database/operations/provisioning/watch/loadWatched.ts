import type { Knex } from 'knex';
import type { ManagedNamespaceRow } from '../../../provisioningTables';

/** A managed namespace as far as the watch has to know it each time it looks. @internal */
export type WatchedNamespace = Pick<
  ManagedNamespaceRow,
  | 'id'
  | 'cluster_uid'
  | 'cluster_name'
  | 'name'
  | 'uid'
  | 'origin'
  | 'delivery'
  | 'state'
  | 'wished_level'
  | 'applied_level'
  | 'exception_id'
  | 'baseline_version'
  | 'updated_at'
  | 'drift_at'
  | 'drift_hash'
  | 'busy_until'
> & {
  /** UID of the Namespace of that name that was collected; null if none was. */
  seen_uid: string | null;
  seen_hash: string | null;
  seen_unreadable: string | null;
};

/**
 * `wishing`: less than the restricted level is wished for, or enforced. `unfilled`: made by
 * somebody else, and not complete.
 * @internal
 */
export type WatchedPart = 'all' | 'wishing' | 'unfilled';

/** Those that are not gone, without what is long. @internal */
export async function loadWatched(
  knex: Knex,
  part: WatchedPart = 'all',
): Promise<WatchedNamespace[]> {
  const query = knex('managed_namespaces as m')
    .leftJoin('namespaces as n', join =>
      join.on('n.cluster_uid', 'm.cluster_uid').andOn('n.name', 'm.name'),
    )
    .leftJoin('objects as o', 'o.id', 'n.object_id')
    .whereNull('m.gone_at')
    .orderBy('m.id')
    .select(
      'm.id',
      'm.cluster_uid',
      'm.cluster_name',
      'm.name',
      'm.uid',
      'm.origin',
      'm.delivery',
      'm.state',
      'm.wished_level',
      'm.applied_level',
      'm.exception_id',
      'm.baseline_version',
      'm.updated_at',
      'm.drift_at',
      'm.drift_hash',
      'm.busy_until',
      {
        seen_uid: 'n.uid',
        seen_hash: 'o.hash',
        seen_unreadable: 'o.unreadable',
      },
    );
  if (part === 'wishing') {
    query.where(row =>
      row
        .whereNot('m.wished_level', 'restricted')
        .orWhereNot('m.applied_level', 'restricted'),
    );
  }
  if (part === 'unfilled') {
    query.where('m.origin', 'just-in-time').whereNot('m.state', 'complete');
  }
  return await query;
}
