import {
  policiesThatAskWho,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';

/** Of one cluster, as far as its policies were collected. @internal */
export async function loadPoliciesThatAskWho(
  knex: Knex,
  clusterUid: string,
): Promise<string[]> {
  const fields: string[] = await knex('resources')
    .where({ cluster_uid: clusterUid })
    .whereIn('kind', [
      'ValidatingAdmissionPolicy',
      'ValidatingPolicy',
      'ClusterPolicy',
    ])
    .orderBy('object_id')
    .pluck('fields');
  return policiesThatAskWho(
    fields.map((it): KubernetesObject => JSON.parse(it)),
  );
}
