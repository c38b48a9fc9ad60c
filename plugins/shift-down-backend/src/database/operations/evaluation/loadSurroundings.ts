import type { Knex } from 'knex';
import type { ResourceRow } from '../../tables';

/** Kinds whose change may change the evaluation of anything in the cluster. @internal */
export const SURROUNDING_KINDS = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ClusterRole',
  'ClusterRoleBinding',
] as const;

/** What is the same for all objects of a cluster, as JSON texts. @internal */
export interface StoredSurroundings {
  resources: Pick<ResourceRow, 'source_kind' | 'labels' | 'fields'>[];
  /** Of these kinds some object could not be read. */
  unreadable: Set<string>;
}

/** @internal */
export async function loadSurroundings(
  knex: Knex,
  clusterUid: string,
): Promise<StoredSurroundings> {
  const ofCluster = { cluster_uid: clusterUid };
  const unreadable: string[] = await knex('objects')
    .where(ofCluster)
    .whereIn('source_kind', SURROUNDING_KINDS)
    .whereNotNull('unreadable')
    .distinct()
    .orderBy('source_kind')
    .pluck('source_kind');
  return {
    resources: await knex('resources')
      .where(ofCluster)
      .whereIn('source_kind', SURROUNDING_KINDS)
      .orderBy('object_id')
      .select('source_kind', 'labels', 'fields'),
    unreadable: new Set(unreadable),
  };
}
