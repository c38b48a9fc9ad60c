import type { EffectiveScope } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';

/** Workloads that were seen where an engine lets something through, as `s`. @internal */
export function scopedSubjects(
  knex: Knex,
  clusterUid: string,
  { namespaces, workloads }: EffectiveScope,
): Knex.QueryBuilder {
  const query = knex('subjects as s')
    .where('s.cluster_uid', clusterUid)
    .whereIn('s.namespace', namespaces)
    .whereNotNull('s.object_id')
    .whereNot('s.kind', 'Namespace');
  return workloads.length === 0
    ? query
    : query.whereIn(
        ['s.kind', 's.name'],
        workloads.map(workload => {
          const at = workload.indexOf('/');
          return [workload.slice(0, at), workload.slice(at + 1)];
        }),
      );
}
