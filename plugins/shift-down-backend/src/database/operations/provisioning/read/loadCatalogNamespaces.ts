import type { Knex } from 'knex';
import {
  CLUSTER_NAME,
  selectReadableNamespaces,
  type NamedNamespaceRow,
} from './readableNamespaces';

/** @internal */
export type CatalogNamespaceRow = Pick<
  NamedNamespaceRow,
  | 'id'
  | 'cluster'
  | 'name'
  | 'owner_ref'
  | 'system_ref'
  | 'request'
  | 'environment'
  | 'baseline_version'
> & { title: string | null };

/**
 * All that were made or are proposed, and are not gone.
 * @internal
 */
export async function loadCatalogNamespaces(
  knex: Knex,
): Promise<CatalogNamespaceRow[]> {
  return await selectReadableNamespaces(knex, 'everything')
    .whereNull('n.gone_at')
    .whereNot('n.state', 'gone')
    .where(it => it.whereNot('n.uid', '').orWhere('n.state', 'proposed'))
    .orderByRaw(`${CLUSTER_NAME}, n.name`)
    .select(
      'n.id',
      'n.name',
      'n.owner_ref',
      'n.system_ref',
      'n.request',
      'n.environment',
      'n.baseline_version',
      'c.title',
      knex.raw(`${CLUSTER_NAME} as cluster`),
    );
}

/**
 * Clusters in config with managed namespaces of which it was never seen which namespaces
 * there are.
 * @internal
 */
export async function countUnseenClusters(knex: Knex): Promise<number> {
  const [{ count }] = await knex('clusters as c')
    .whereNull('c.duplicate_of')
    .whereExists(
      knex('managed_namespaces as n')
        .select(knex.raw('1'))
        .whereNull('n.gone_at')
        .whereRaw(
          '(n.cluster_uid = c.uid or (c.uid is null and n.cluster_name = c.name))',
        ),
    )
    .whereNotExists(
      knex('sources as s')
        .select(knex.raw('1'))
        .whereRaw('s.cluster_name = c.name')
        .where('s.kind', 'Namespace')
        .whereNotNull('s.last_success_at'),
    )
    .count<{ count: string | number }[]>({ count: '*' });
  return Number(count);
}
