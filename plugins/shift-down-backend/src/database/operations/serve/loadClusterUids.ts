import type { Knex } from 'knex';
import { applyReadScope, type ReadScope } from './readScope';

/** Clusters that the entities of a scope have confirmed workloads in. */
export async function loadClusterUids(
  database: Knex,
  scope: ReadScope,
): Promise<Set<string>> {
  const uids: string[] = await applyReadScope(
    database('subject_entities as se')
      .join('subjects as s', 's.id', 'se.subject_id')
      .distinct()
      .pluck('s.cluster_uid'),
    scope,
    'se.entity_ref',
  );
  return new Set(uids);
}
