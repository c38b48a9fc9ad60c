import type { Knex } from 'knex';

/** Names in config by UID. @internal */
export type ClusterNames = ReadonlyMap<string, string>;

/** @internal */
export async function loadClusterNames(knex: Knex): Promise<ClusterNames> {
  const rows: { uid: string; name: string }[] = await knex('clusters')
    .whereNotNull('uid')
    .select('uid', 'name');
  return new Map(rows.map(({ name, uid }) => [uid, name]));
}
