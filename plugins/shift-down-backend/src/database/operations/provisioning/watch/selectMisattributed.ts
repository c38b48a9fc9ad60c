import type { Knex } from 'knex';

/** A namespace of which it is not written down yet whose it is. @internal */
export interface MisattributedNamespace {
  cluster_uid: string;
  name: string;
}

/**
 * Namespaces that our record says belong to another group than is written down, and those
 * that are written down as by our record and have none. A rule goes before both.
 * @internal
 */
export async function selectMisattributed(
  knex: Knex,
): Promise<MisattributedNamespace[]> {
  const isRecorded = () =>
    knex('managed_namespaces as m')
      .whereRaw('m.cluster_uid = n.cluster_uid')
      .whereRaw('m.name = n.name')
      .whereRaw('m.uid = n.uid')
      .whereNull('m.gone_at')
      .select('m.id');
  return await knex('managed_namespaces as m')
    .join('namespaces as n', join =>
      join
        .on('n.cluster_uid', 'm.cluster_uid')
        .andOn('n.name', 'm.name')
        .andOn('n.uid', 'm.uid'),
    )
    .whereNull('m.gone_at')
    .where(query =>
      query
        .whereNull('n.owner_source')
        .orWhere('n.owner_source', 'label')
        .orWhere(recorded =>
          recorded
            .where('n.owner_source', 'record')
            .whereRaw('n.owner_ref <> lower(m.owner_ref)'),
        ),
    )
    .select('n.cluster_uid', 'n.name')
    .union([
      knex('namespaces as n')
        .where('n.owner_source', 'record')
        .whereNotExists(isRecorded())
        .select('n.cluster_uid', 'n.name'),
    ]);
}
