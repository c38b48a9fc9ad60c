/**
 * Where findings are seen.
 *
 * A finding about one subject is seen only there, and whoever may read the finding
 * may read that. One without (a vulnerability of an image) is shared by all that run
 * the image, and each reader sees only their own.
 */
import type { Knex } from 'knex';
import { applyReadScope, type ReadScope } from './readScope';
import { KIND_NAMESPACE } from './subjectKinds';

/** Whether the finding `f` is shared. */
export const IS_SHARED = `f.subject_name = ''`;

/** Cluster UID and namespace of the one subject of the finding `f`. */
export const OWN_PLACE = {
  cluster: 'f.cluster_uid',
  namespace: `case when f.subject_kind = '${KIND_NAMESPACE}' then f.subject_name else f.namespace end`,
};

/** Cluster UID and namespace of the subject `s` of a shared finding. */
export const SHARED_PLACE = {
  cluster: 's.cluster_uid',
  namespace: 's.namespace',
};

/** Occurrences `o` at the subjects `s` that belong to entities of a scope. */
export function selectScopedOccurrences(
  database: Knex,
  scope: ReadScope,
): Knex.QueryBuilder {
  return database('occurrences as o')
    .join('subjects as s', 's.id', 'o.subject_id')
    .whereIn('o.subject_id', subjects =>
      applyReadScope(
        subjects.select('subject_id').from('subject_entities'),
        scope,
        'entity_ref',
      ),
    );
}

/** Keeps the findings `f` that are seen in any of the places, within the scope. */
export function whereSeenAt(
  database: Knex,
  query: Knex.QueryBuilder,
  scope: ReadScope,
  place: 'cluster' | 'namespace',
  values: string[] | Knex.QueryBuilder,
): void {
  const among = database.raw(
    Array.isArray(values) ? `in (${values.map(() => '?').join(', ')})` : 'in ?',
    Array.isArray(values) ? values : [values],
  );
  query.where(either =>
    either
      .whereRaw(`not ${IS_SHARED} and ${OWN_PLACE[place]} ?`, [among])
      .orWhereIn(
        'f.id',
        selectScopedOccurrences(database, scope)
          .select('o.finding_id')
          .whereRaw(`${SHARED_PLACE[place]} ?`, [among]),
      ),
  );
}
