/** What is there in some namespaces of a cluster, by stored evidence. */
import type { SourceKind } from '@shift-down/plugin-shift-down-common';
import type {
  ObservedObject,
  UnknownKinds,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { eachChunk } from '../../../inChunks';
import type { NamespaceRow, ResourceRow } from '../../../tables';
import { loadIncomplete } from '../../evaluation/loadIncomplete';

/** Kinds in a namespace that baselines are made of. @internal */
export const OBSERVED_KINDS = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'Role',
  'RoleBinding',
] as const satisfies readonly SourceKind[];

/** Kinds of the whole cluster that say what bindings in a namespace give. @internal */
export const OBSERVED_CLUSTER_KINDS = [
  'ClusterRole',
  'ClusterRoleBinding',
] as const satisfies readonly SourceKind[];

const KINDS = [...OBSERVED_KINDS, ...OBSERVED_CLUSTER_KINDS];

/** Each has some ten objects. */
const NAMESPACES_PER_QUERY = 200;

const COLUMNS = [
  'api_version',
  'kind',
  'namespace',
  'name',
  'uid',
  'labels',
  'fields',
] as const;

/** @internal */
export interface ObservedNamespace {
  /** The Namespace itself among them, if it is there. */
  objects: ObservedObject[];
  /** Kinds of which not everything is known: not fresh, or some of it unreadable. */
  unknown: UnknownKinds;
}

type StoredObject = Pick<ResourceRow, (typeof COLUMNS)[number]>;

/**
 * @returns by name; namespaces of which nothing is known are there as well.
 * @internal
 */
export async function observedObjects(
  knex: Knex,
  clusterUid: string,
  namespaces: readonly string[],
): Promise<Map<string, ObservedNamespace>> {
  const incomplete = await loadUnknownKinds(knex, clusterUid);
  const found = new Map<string, ObservedNamespace & { unknown: object }>(
    namespaces.map(name => [name, { objects: [], unknown: { ...incomplete } }]),
  );
  await eachChunk(
    namespaces,
    async part => {
      for (const row of await loadNamespaces(knex, clusterUid, part)) {
        found.get(row.name)?.objects.push(toObserved(row));
      }
      for (const row of await loadResources(knex, clusterUid, part)) {
        found.get(row.namespace)?.objects.push(toObserved(row));
      }
      for (const row of await selectUnreadable(knex, clusterUid, part)) {
        const { unknown } = found.get(row.namespace) ?? {};
        if (unknown) {
          Object.assign(unknown, {
            [row.kind]: `Some ${row.kind} of the namespace could not be read`,
          });
        }
      }
    },
    NAMESPACES_PER_QUERY,
  );
  return found;
}

/** Roles and bindings of the whole cluster. @internal */
export async function observedClusterObjects(
  knex: Knex,
  clusterUid: string,
): Promise<ObservedObject[]> {
  const rows: StoredObject[] = await knex('resources')
    .where('cluster_uid', clusterUid)
    .whereIn('source_kind', OBSERVED_CLUSTER_KINDS)
    .orderBy('object_id')
    .select(COLUMNS);
  return rows.map(toObserved);
}

/** Kinds of which not every object of the cluster is known, and in words why. */
async function loadUnknownKinds(
  knex: Knex,
  clusterUid: string,
): Promise<Record<string, string>> {
  const cluster: { name: string } | undefined = await knex('clusters')
    .where('uid', clusterUid)
    .whereNull('duplicate_of')
    .first('name');
  if (!cluster) {
    return Object.fromEntries(
      KINDS.map(kind => [kind, 'The cluster is not collected from']),
    );
  }
  const unreadable: string[] = await knex('objects')
    .where('cluster_uid', clusterUid)
    .whereIn('source_kind', OBSERVED_CLUSTER_KINDS)
    .whereNotNull('unreadable')
    .distinct()
    .pluck('source_kind');
  return {
    ...Object.fromEntries(
      unreadable.map(kind => [kind, `Some ${kind} could not be read`]),
    ),
    ...(await loadIncomplete(knex, cluster.name, KINDS)),
  };
}

async function loadNamespaces(
  knex: Knex,
  clusterUid: string,
  names: string[],
): Promise<StoredObject[]> {
  const rows: Pick<NamespaceRow, 'name' | 'uid' | 'labels' | 'fields'>[] =
    await knex('namespaces')
      .where('cluster_uid', clusterUid)
      .whereIn('name', names)
      .select('name', 'uid', 'labels', 'fields');
  return rows.map(row => ({
    ...row,
    api_version: 'v1',
    kind: 'Namespace',
    namespace: '',
  }));
}

async function loadResources(
  knex: Knex,
  clusterUid: string,
  namespaces: string[],
): Promise<StoredObject[]> {
  return await knex('resources')
    .where('cluster_uid', clusterUid)
    .whereIn('namespace', namespaces)
    .whereIn('source_kind', OBSERVED_KINDS)
    .orderBy('object_id')
    .select(COLUMNS);
}

/** A Namespace lies in none: it counts as in itself. */
async function selectUnreadable(
  knex: Knex,
  clusterUid: string,
  names: string[],
): Promise<{ namespace: string; kind: string }[]> {
  const unreadable = () =>
    knex('objects').where('cluster_uid', clusterUid).whereNotNull('unreadable');
  return await unreadable()
    .whereIn('source_kind', OBSERVED_KINDS)
    .whereIn('namespace', names)
    .distinct({ namespace: 'namespace', kind: 'source_kind' })
    .union([
      unreadable()
        .where({ source_kind: 'Namespace', namespace: '' })
        .whereIn('name', names)
        .distinct({ namespace: 'name', kind: 'source_kind' }),
    ]);
}

function toObserved(row: StoredObject): ObservedObject {
  return {
    apiVersion: row.api_version,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    uid: row.uid,
    fields: JSON.parse(row.fields),
    labels: JSON.parse(row.labels),
  };
}
