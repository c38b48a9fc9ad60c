import type { Knex } from 'knex';
import { inChunks } from '../../../inChunks';
import { WORKLOAD_KINDS } from '../../../workloadKinds';

/**
 * The one entity that every workload of these namespaces is confirmed to belong to.
 * @returns `undefined` where there is none, or more than one: then nobody can tell.
 * @internal
 */
export async function findSoleEntity(
  knex: Knex,
  clusterUid: string,
  namespaces: readonly string[],
): Promise<string | undefined> {
  const rows = await inChunks<
    string,
    { id: string; entity_ref: string | null }
  >(namespaces, chunk =>
    knex('subjects as s')
      .leftJoin('subject_entities as se', 'se.subject_id', 's.id')
      .select('s.id', 'se.entity_ref')
      .where('s.cluster_uid', clusterUid)
      .whereIn('s.kind', [...WORKLOAD_KINDS])
      .whereIn('s.namespace', chunk),
  );
  const workloads = new Set(rows.map(row => row.id));
  const counts = new Map<string, number>();
  for (const { entity_ref } of rows) {
    if (entity_ref !== null) {
      counts.set(entity_ref, (counts.get(entity_ref) ?? 0) + 1);
    }
  }
  const all = [...counts].filter(([, count]) => count === workloads.size);
  return all.length === 1 ? all[0][0] : undefined;
}
