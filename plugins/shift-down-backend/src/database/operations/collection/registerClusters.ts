import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { ClusterRow } from '../../tables';

/**
 * Notes the configured clusters.
 * @returns Those that are known but not configured any more.
 * @internal
 */
export async function registerClusters(
  tx: Knex,
  clusters: { name: string; title: string }[],
): Promise<ClusterRow[]> {
  await bulkInsert(
    tx,
    'clusters',
    clusters.map(({ name, title }) => ({ name, title })),
    { key: ['name'], then: ['title'] },
  );
  return tx('clusters').whereNotIn(
    'name',
    clusters.map(({ name }) => name),
  );
}
