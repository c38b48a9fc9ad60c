import type { ExceptionScope } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';

/**
 * Refs of those who own what an exception is for: of the entity, and of the namespaces that
 * it runs in within the scope. None of them decides it.
 * @internal
 */
export async function loadSubjectOwners(
  knex: Knex,
  scope: Pick<ExceptionScope, 'entityRef' | 'cluster' | 'namespace'>,
): Promise<string[]> {
  const ofNamespaces = knex('subject_entities as se')
    .join('subjects as s', 's.id', 'se.subject_id')
    .join('namespaces as n', join =>
      join.on('n.cluster_uid', 's.cluster_uid').on('n.name', 's.namespace'),
    )
    .where('se.entity_ref', scope.entityRef)
    .whereNotNull('n.owner_ref');
  if (scope.cluster !== undefined) {
    ofNamespaces.where('s.cluster_uid', scope.cluster);
  }
  if (scope.namespace !== undefined) {
    ofNamespaces.where('s.namespace', scope.namespace);
  }
  const [ofEntity, ofPlaces] = await Promise.all([
    loadEntityOwners(knex, scope.entityRef),
    ofNamespaces.distinct('n.owner_ref').pluck('n.owner_ref'),
  ]);
  return [...new Set<string>([...ofEntity, ...ofPlaces])].sort();
}

/** Refs that the catalog calls owners of the entity. @internal */
export async function loadEntityOwners(
  knex: Knex,
  entityRef: string,
): Promise<string[]> {
  return await knex('entity_relations')
    .where({ source_ref: entityRef, type: 'ownedBy' })
    .pluck('target_ref');
}
