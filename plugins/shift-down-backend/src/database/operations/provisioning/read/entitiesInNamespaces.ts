/** Which entities run in which namespaces of a cluster, as evidence has it. */
import type { Knex } from 'knex';
import { inChunks } from '../../../inChunks';

/** Refs of the entities with confirmed workloads in a namespace. @internal */
export async function loadEntitiesIn(
  knex: Knex,
  place: { clusterUid: string; namespace: string },
): Promise<string[]> {
  return await knex('subject_entities as se')
    .join('subjects as s', 's.id', 'se.subject_id')
    .where({
      's.cluster_uid': place.clusterUid,
      's.namespace': place.namespace,
    })
    .distinct()
    .orderBy('se.entity_ref')
    .pluck('se.entity_ref');
}

/** Namespaces of one cluster in which each of these entities runs. @internal */
export async function loadNamespacesOf(
  knex: Knex,
  clusterUid: string,
  entityRefs: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await inChunks<
    string,
    { entity_ref: string; namespace: string }
  >(entityRefs, chunk =>
    knex('subject_entities as se')
      .join('subjects as s', 's.id', 'se.subject_id')
      .where('s.cluster_uid', clusterUid)
      .whereNot('s.namespace', '')
      .whereIn('se.entity_ref', chunk)
      .distinct('se.entity_ref', 's.namespace')
      .orderBy(['se.entity_ref', 's.namespace']),
  );
  const found = new Map<string, string[]>();
  for (const { entity_ref, namespace } of rows) {
    found.set(entity_ref, [...(found.get(entity_ref) ?? []), namespace]);
  }
  return found;
}
