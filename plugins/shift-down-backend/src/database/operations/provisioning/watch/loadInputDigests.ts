/** What drift is worked out from, as short texts that change with it: a few queries for all. */
import { giveWay } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { SourceRow } from '../../../tables';
import { OBSERVED_CLUSTER_KINDS, OBSERVED_KINDS } from './observedObjects';

/** @internal */
export interface InputDigests {
  /** Of what was collected in each, by id of the managed namespace. */
  objects: ReadonlyMap<string, string>;
  /** Of what we applied in each. */
  applied: ReadonlyMap<string, string>;
  /** By UID. */
  clusters: ReadonlyMap<string, ClusterDigest>;
}

/** @internal */
export interface ClusterDigest {
  text: string;
  /** When all Namespaces were last known, ISO 8601; unset while they are not. */
  namespacesKnownAt?: string;
}

interface Digest {
  id: string;
  digest: string;
}

/** @internal */
export async function loadInputDigests(knex: Knex): Promise<InputDigests> {
  const live = () => knex('managed_namespaces as m').whereNull('m.gone_at');
  // SQLite answers at once, and holds everybody up meanwhile: one query at a time.
  await giveWay();
  const objects: Digest[] = await live()
    .join('objects as o', join =>
      join
        .on('o.cluster_uid', 'm.cluster_uid')
        .andOn('o.namespace', 'm.name')
        .andOnIn('o.source_kind', [...OBSERVED_KINDS]),
    )
    .groupBy('m.id')
    .select('m.id', {
      digest: digestOver(
        knex,
        `substr(o.hash, 1, 16) || coalesce(o.unreadable, '')`,
        'o.id',
      ),
    });
  await giveWay();
  const applied: Digest[] = await live()
    .join('managed_objects as a', 'a.namespace_id', 'm.id')
    .groupBy('m.id')
    .select('m.id', {
      digest: digestOver(
        knex,
        `a.uid || a.state || coalesce(a.applied_at, '')`,
        'a.object_id',
      ),
    });
  await giveWay();
  return {
    objects: toMap(objects),
    applied: toMap(applied),
    clusters: await loadClusterDigests(knex),
  };
}

async function loadClusterDigests(
  knex: Knex,
): Promise<Map<string, ClusterDigest>> {
  const kinds = [...OBSERVED_KINDS, ...OBSERVED_CLUSTER_KINDS];
  const sources: (Pick<SourceRow, 'kind' | 'state' | 'last_success_at'> & {
    uid: string;
  })[] = await knex('clusters as c')
    .join('sources as s', 's.cluster_name', 'c.name')
    .whereNotNull('c.uid')
    .whereNull('c.duplicate_of')
    .whereIn('s.kind', kinds)
    .orderBy(['c.uid', 's.kind'])
    .select('c.uid', 's.kind', 's.state', 's.last_success_at');
  const surroundings: Digest[] = await knex('objects as o')
    .whereIn('o.source_kind', [...OBSERVED_CLUSTER_KINDS])
    .whereIn(
      'o.cluster_uid',
      knex('managed_namespaces').whereNull('gone_at').select('cluster_uid'),
    )
    .groupBy('o.cluster_uid')
    .select({
      id: 'o.cluster_uid',
      digest: digestOver(
        knex,
        `substr(o.hash, 1, 16) || coalesce(o.unreadable, '')`,
        'o.id',
      ),
    });
  const byUid = toMap(surroundings);
  const clusters = new Map<string, ClusterDigest>();
  for (const { uid, kind, state, last_success_at: succeededAt } of sources) {
    const cluster = clusters.get(uid) ?? { text: byUid.get(uid) ?? '' };
    cluster.text += ` ${kind}:${state}`;
    if (kind === 'Namespace' && state === 'fresh' && succeededAt) {
      cluster.namespacesKnownAt = succeededAt;
    }
    clusters.set(uid, cluster);
  }
  return clusters;
}

/** SQLite may join them in another order; the price is a comparison for nothing. */
function digestOver(knex: Knex, value: string, order: string): Knex.Raw {
  return knex.client.config.client === 'pg'
    ? knex.raw(`md5(string_agg(${value}, ',' order by ${order}))`)
    : knex.raw(`group_concat(${value}, ',')`);
}

function toMap(rows: readonly Digest[]): Map<string, string> {
  return new Map(rows.map(row => [row.id, row.digest]));
}
