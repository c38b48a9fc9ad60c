import type { Knex } from 'knex';

/**
 * Names of all clusters that there are, or were when a namespace was made in them.
 * @internal
 */
export async function loadClusterNames(knex: Knex): Promise<string[]> {
  const [configured, recorded]: string[][] = await Promise.all([
    knex('clusters').pluck('name'),
    knex('managed_namespaces')
      .whereNotIn(
        'cluster_uid',
        knex('clusters').whereNotNull('uid').select('uid'),
      )
      .distinct()
      .pluck('cluster_name'),
  ]);
  return [...new Set([...configured, ...recorded])].sort();
}
