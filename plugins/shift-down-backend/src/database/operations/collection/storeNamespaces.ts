import type { Knex } from 'knex';
import { NAMESPACE_KEY } from '../../../correlation/readClaim';
import { namespaceOwner } from '../../../correlation/namespaceOwner';
import { bulkInsert } from '../../bulkInsert';
import { inChunks } from '../../inChunks';
import type { NamespaceRow } from '../../tables';
import type { StoreContext } from './storeObjects';

/**
 * Stores namespaces with who owns them.
 *
 * @returns Ids of the subjects in those that are new or may have changed hands.
 * @internal
 */
export async function storeNamespaces(
  tx: Knex,
  namespaces: NamespaceRow[],
  { clusterUid, clusterName, correlation }: StoreContext,
): Promise<string[]> {
  const rows = namespaces.map(row => {
    const owner = namespaceOwner(
      correlation,
      clusterName,
      row.name,
      JSON.parse(row.labels),
    );
    return {
      ...row,
      owner_ref: owner?.ownerRef ?? null,
      owner_source: owner?.source ?? null,
    };
  });
  await bulkInsert(tx, 'namespaces', rows, {
    key: ['cluster_uid', 'name'],
    then: [
      'object_id',
      'uid',
      'labels',
      'fields',
      'owner_ref',
      'owner_source',
    ],
  });
  return selectSubjectsIn(
    tx,
    clusterUid,
    rows.map(row => row.name),
  );
}

/** Ids of the subjects in these namespaces of a cluster. @internal */
export async function selectSubjectsIn(
  tx: Knex,
  clusterUid: string,
  namespaces: string[],
): Promise<string[]> {
  const subjects = await inChunks<string, { id: string }>(namespaces, chunk =>
    tx('subject_labels as label')
      .join('subjects as subject', 'subject.id', 'label.subject_id')
      .where('label.key', NAMESPACE_KEY)
      .where('subject.cluster_uid', clusterUid)
      .whereIn('label.value', chunk)
      .select('subject.id'),
  );
  return subjects.map(row => row.id);
}
