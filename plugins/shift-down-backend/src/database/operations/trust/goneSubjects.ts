import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ResourceRow, SubjectRow } from '../../tables';
import { WORKLOAD_KINDS } from '../../workloadKinds';

/** @internal */
export type SubjectIdentity = Pick<
  SubjectRow,
  'id' | 'namespace' | 'kind' | 'name' | 'object_id'
>;

/**
 * Those of the subjects that are gone from their cluster, as the API server says and
 * not as reports do: their own kind, or that of their namespace, is listed and they
 * are not among it. Of kinds that are not collected nothing is known.
 * @internal
 */
export async function selectGoneSubjects(
  knex: Knex,
  clusterUid: string,
  subjects: SubjectIdentity[],
): Promise<Set<string>> {
  const fresh = new Set<string>(
    await knex('sources as source')
      .join('clusters as cluster', 'cluster.name', 'source.cluster_name')
      .where('cluster.uid', clusterUid)
      .where('source.state', 'fresh')
      .pluck('source.kind'),
  );
  const existing = new Set<string>();
  if (fresh.has('Namespace')) {
    const rows = await inChunks<string, { name: string }>(
      subjects.map(it => it.namespace),
      chunk =>
        knex('namespaces')
          .where('cluster_uid', clusterUid)
          .whereIn('name', chunk)
          .select('name'),
    );
    rows.forEach(row => existing.add(row.name));
  }
  const kept = await selectKept(knex, clusterUid, subjects);
  return new Set(
    subjects
      .filter(({ kind, namespace, name, object_id: described }) => {
        if (described !== null) {
          return false;
        }
        if (namespace && fresh.has('Namespace') && !existing.has(namespace)) {
          return true;
        }
        if (WORKLOAD_KINDS.has(kind)) {
          return fresh.has('Workload');
        }
        return (
          fresh.has(kind) && !kept.has(JSON.stringify([kind, namespace, name]))
        );
      })
      .map(({ id }) => id),
  );
}

async function selectKept(
  knex: Knex,
  clusterUid: string,
  subjects: SubjectIdentity[],
): Promise<Set<string>> {
  const rows = await inChunks<
    string,
    Pick<ResourceRow, 'source_kind' | 'namespace' | 'name'>
  >(
    subjects
      .filter(it => !WORKLOAD_KINDS.has(it.kind) && it.object_id === null)
      .map(it => it.kind),
    kinds =>
      knex('resources')
        .where('cluster_uid', clusterUid)
        .whereIn('source_kind', kinds)
        .select('source_kind', 'namespace', 'name'),
  );
  return new Set(
    rows.map(row => JSON.stringify([row.source_kind, row.namespace, row.name])),
  );
}
