import { DERIVED_KINDS } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import type {
  EvaluationRow,
  NamespaceRow,
  ObjectRow,
  ResourceRow,
  SubjectRow,
} from '../../tables';

const ROWS_PER_PAGE = 200;

/** A workload, and why what is kept of it is not what it is now, if so. @internal */
export type StoredWorkload = Pick<
  SubjectRow,
  'id' | 'kind' | 'name' | 'labels' | 'fields'
> & { unreadable: string | null };

/** An object kept as it is. @internal */
export type StoredResource = Pick<
  ResourceRow,
  'object_id' | 'source_kind' | 'kind' | 'name' | 'labels' | 'fields'
> & { unreadable: string | null };

/** What an earlier evaluation went by. @internal */
export type StoredEvaluation = Pick<ObjectRow, 'id' | 'unreadable'> & {
  input_hash: EvaluationRow['input_hash'] | null;
};

/** A Namespace object, as it is kept. @internal */
export type StoredNamespace = Pick<NamespaceRow, 'labels' | 'fields'> & {
  unreadable: string | null;
};

/** `undefined` where the Namespace has not been seen. @internal */
export async function loadNamespace(
  knex: Knex,
  clusterUid: string,
  namespace: string,
): Promise<StoredNamespace | undefined> {
  return await knex('namespaces as n')
    .join('objects as o', 'o.id', 'n.object_id')
    .where({ 'n.cluster_uid': clusterUid, 'n.name': namespace })
    .first('n.labels', 'n.fields', 'o.unreadable');
}

/** Workloads of a namespace, a page at a time. @internal */
export async function* loadWorkloads(
  knex: Knex,
  clusterUid: string,
  namespace: string,
): AsyncGenerator<StoredWorkload[]> {
  for (let after = ''; ; ) {
    const page: StoredWorkload[] = await knex('subjects as s')
      .join('objects as o', 'o.id', 's.object_id')
      .where({
        's.cluster_uid': clusterUid,
        's.namespace': namespace,
        'o.source_kind': 'Workload',
      })
      .where('s.id', '>', after)
      .orderBy('s.id')
      .limit(ROWS_PER_PAGE)
      .select('s.id', 's.kind', 's.name', 's.labels', 's.fields', {
        unreadable: reasonNotToBelieve(knex),
      });
    yield page;
    if (page.length < ROWS_PER_PAGE) {
      return;
    }
    after = page[page.length - 1].id;
  }
}

/** Its own object, or one that belongs to it, such as a Pod, could not be read. */
function reasonNotToBelieve(knex: Knex): Knex.QueryBuilder {
  return knex('unreadable_subjects as u')
    .where({ 'u.source_kind': 'Workload' })
    .whereRaw('u.subject_id = s.id')
    .orderBy('u.object_id')
    .limit(1)
    .select('u.reason');
}

/** What else is kept of a namespace. @internal */
export async function loadResources(
  knex: Knex,
  clusterUid: string,
  namespace: string,
): Promise<StoredResource[]> {
  return await knex('resources as r')
    .join('objects as o', 'o.id', 'r.object_id')
    .where({ 'r.cluster_uid': clusterUid, 'r.namespace': namespace })
    .orderBy('r.object_id')
    .select(
      'r.object_id',
      'r.source_kind',
      'r.kind',
      'r.name',
      'r.labels',
      'r.fields',
      'o.unreadable',
    );
}

/** Kinds of which some object of the namespace could not be read. @internal */
export async function selectUnreadableKinds(
  knex: Knex,
  clusterUid: string,
  namespace: string,
): Promise<string[]> {
  return await knex('objects')
    .where({ cluster_uid: clusterUid, namespace })
    .whereNotIn('source_kind', DERIVED_KINDS)
    .whereNotNull('unreadable')
    .distinct()
    .orderBy('source_kind')
    .pluck('source_kind');
}

/** Earlier evaluations of what is in a namespace, by id. @internal */
export async function loadEvaluations(
  knex: Knex,
  clusterUid: string,
  namespace: string,
): Promise<Map<string, StoredEvaluation>> {
  const rows: StoredEvaluation[] = await knex('objects as o')
    .leftJoin('evaluations as e', 'e.object_id', 'o.id')
    .where({
      'o.cluster_uid': clusterUid,
      'o.source_kind': 'Evaluation',
      'o.namespace': namespace,
    })
    .select('o.id', 'o.unreadable', 'e.input_hash');
  return new Map(rows.map(row => [row.id, row]));
}
