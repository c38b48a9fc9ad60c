import type { Knex } from 'knex';
import type { ResourceRow } from '../../tables';

/** Kinds that make up the admission policies of a cluster. */
export const POLICY_KINDS = [
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
] as const;

/** An admission policy or binding; why it can't be read now, if so. */
export type AdmissionPolicyRow = Pick<
  ResourceRow,
  'kind' | 'name' | 'labels' | 'fields'
> & { unreadable: string | null };

/** Those of one cluster, policies before bindings. */
export async function loadAdmissionPolicies(
  database: Knex,
  clusterUid: string,
): Promise<AdmissionPolicyRow[]> {
  return await database('objects as o')
    .leftJoin('resources as r', 'r.object_id', 'o.id')
    .where('o.cluster_uid', clusterUid)
    .whereIn('o.source_kind', POLICY_KINDS)
    .orderBy(['o.kind', 'o.name'])
    .select('o.kind', 'o.name', 'r.labels', 'r.fields', 'o.unreadable');
}
