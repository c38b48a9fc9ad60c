import type { Knex } from 'knex';
import { namespaceOf } from '../../../collection/namespaceOf';
import { namespaceOwner } from '../../../correlation/namespaceOwner';
import type {
  ClaimableSubject,
  CorrelationOptions,
} from '../../../correlation/types';
import { inChunks } from '../../inChunks';

/**
 * The owners of the subjects' namespaces. A rule of the configuration holds even
 * for a namespace that could not be collected.
 * @internal
 */
export async function loadNamespaceOwners(
  tx: Knex,
  options: CorrelationOptions,
  subjects: ClaimableSubject[],
): Promise<(clusterUid: string, namespace: string) => string | undefined> {
  const keyOf = (clusterUid: string, name: string) => `${clusterUid}/${name}`;
  const owners = new Map<string, string | undefined>();
  for (const subject of subjects) {
    const namespace = namespaceOf(subject);
    owners.set(
      keyOf(subject.clusterUid, namespace),
      namespaceOwner(options, subject.clusterName, namespace, {})?.ownerRef,
    );
  }
  const rows = await inChunks<
    string,
    { cluster_uid: string; name: string; owner_ref: string | null }
  >(subjects.map(namespaceOf), chunk =>
    tx('namespaces')
      .select('cluster_uid', 'name', 'owner_ref')
      .whereIn('name', chunk),
  );
  for (const row of rows) {
    if (row.owner_ref) {
      owners.set(keyOf(row.cluster_uid, row.name), row.owner_ref);
    }
  }
  return (clusterUid, namespace) => owners.get(keyOf(clusterUid, namespace));
}
