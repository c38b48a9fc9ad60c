import type { AuthorizableEntity } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { KIND_NAMESPACE } from './subjectKinds';

/**
 * Entities as permission rules see them, by ref. An entity that the mirror does
 * not hold is missing: nothing can be decided about it.
 */
export async function loadAuthorizableEntities(
  database: Knex,
  refs: string[],
): Promise<Map<string, AuthorizableEntity>> {
  const [entities, relations, places] = await Promise.all([
    database('entities').select('ref', 'kind').whereIn('ref', refs),
    database('entity_relations')
      .select('source_ref', 'type', 'target_ref')
      .whereIn('source_ref', refs)
      .whereIn('type', ['ownedBy', 'partOf']),
    database('subject_entities as se')
      .join('subjects as s', 's.id', 'se.subject_id')
      .leftJoin('clusters as c', 'c.uid', 's.cluster_uid')
      .distinct('se.entity_ref', 's.kind', 's.namespace', 'c.name as cluster')
      .select({
        name: database.raw(`case when s.kind = ? then s.name else '' end`, [
          KIND_NAMESPACE,
        ]),
      })
      .whereIn('se.entity_ref', refs),
  ]);

  const result = new Map<string, AuthorizableEntity>();
  for (const { ref, kind } of entities) {
    const targets = (type: string) =>
      relations
        .filter(row => row.source_ref === ref && row.type === type)
        .map(row => row.target_ref);
    const own = places.filter(row => row.entity_ref === ref);
    result.set(ref, {
      ref,
      kind,
      ownerRefs: targets('ownedBy'),
      systemRefs: targets('partOf'),
      namespaces: distinct(own.flatMap(row => [row.namespace, row.name])),
      clusters: distinct(own.map(row => row.cluster)),
    });
  }
  return result;
}

function distinct(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value): value is string => !!value))];
}
