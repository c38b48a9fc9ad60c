import { LABEL_BASELINE } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type { NamespaceRow } from '../../../tables';

/** @internal */
export type UnmanagedNamespace = Pick<NamespaceRow, 'name' | 'uid' | 'labels'>;

/**
 * Namespaces of a cluster that carry a baseline label and of which there is no record: made
 * by somebody else. Those that could not be read, or are being deleted, are none.
 * @internal
 */
export async function selectUnmanaged(
  knex: Knex,
  clusterUid: string,
): Promise<UnmanagedNamespace[]> {
  const rows: (UnmanagedNamespace & Pick<NamespaceRow, 'fields'>)[] =
    await knex('namespaces as n')
      .join('objects as o', 'o.id', 'n.object_id')
      .where('n.cluster_uid', clusterUid)
      .whereNull('o.unreadable')
      .whereLike('n.labels', `%"${LABEL_BASELINE}"%`)
      .whereNotExists(
        knex('managed_namespaces as m')
          .whereRaw('m.cluster_uid = n.cluster_uid')
          .whereRaw('m.name = n.name')
          .whereNull('m.gone_at')
          .select('m.id'),
      )
      .orderBy('n.name')
      .select('n.name', 'n.uid', 'n.labels', 'n.fields');
  return rows
    .filter(({ fields }) => JSON.parse(fields).status?.phase !== 'Terminating')
    .map(({ name, uid, labels }) => ({ name, uid, labels }));
}
