import type { Knex } from 'knex';
import type { EvaluationRow, SubjectRow } from '../../tables';
import { selectWorkloads, type WorkloadScope } from './listNamespaces';
import { applyReadScope, type ReadScope } from './readScope';

const WORKLOADS_SHOWN = 200;
const ENTITIES_SHOWN = 20;

/** A workload with what its evaluation came to, if there is one. */
export type EvaluatedWorkloadRow = Pick<SubjectRow, 'id' | 'kind' | 'name'> &
  Record<'baseline' | 'restricted' | 'detail' | 'unreadable', string | null>;

/** Of those of a namespace that may be seen, the ones that meet least first. */
export async function loadEvaluatedWorkloads(
  database: Knex,
  scope: WorkloadScope,
  place: { cluster_uid: string; namespace: string },
): Promise<EvaluatedWorkloadRow[]> {
  const rank = (level: string) =>
    `case e.${level} when 'fail' then 0 when 'pass' then 2 else 1 end`;
  return await selectWorkloads(database, scope)
    .leftJoin('evaluations as e', 'e.subject_id', 's.id')
    .leftJoin('unreadable_subjects as u', join =>
      join
        .on('u.subject_id', 's.id')
        .andOnVal('u.source_kind', '=', 'Evaluation'),
    )
    .where({
      's.cluster_uid': place.cluster_uid,
      's.namespace': place.namespace,
    })
    .orderByRaw(`${rank('baseline')}, ${rank('restricted')}, s.kind, s.name`)
    .limit(WORKLOADS_SHOWN)
    .select(
      's.id',
      's.kind',
      's.name',
      'e.baseline',
      'e.restricted',
      'e.detail',
      {
        unreadable: 'u.reason',
      },
    );
}

/** By subject: the entities that it belongs to and that may be read. */
export async function loadEntitiesOf(
  database: Knex,
  scope: ReadScope,
  subjectIds: string[],
): Promise<Map<string, string[]>> {
  const rows: { subject_id: string; entity_ref: string }[] =
    await applyReadScope(
      database('subject_entities')
        .whereIn('subject_id', subjectIds)
        .orderBy('entity_ref')
        .select('subject_id', 'entity_ref'),
      scope,
      'entity_ref',
    );
  const refs = new Map<string, string[]>();
  for (const row of rows) {
    const known = refs.get(row.subject_id) ?? [];
    refs.set(row.subject_id, known);
    if (known.length < ENTITIES_SHOWN) {
      known.push(row.entity_ref);
    }
  }
  return refs;
}

/** What the evaluation of a Namespace itself came to. */
export async function loadNamespaceEvaluation(
  database: Knex,
  place: { cluster_uid: string; namespace: string },
): Promise<
  (Pick<EvaluationRow, 'detail'> & { unreadable: string | null }) | undefined
> {
  return await database('evaluations as e')
    .join('objects as o', 'o.id', 'e.object_id')
    .join('subjects as s', 's.id', 'e.subject_id')
    .where({
      'e.cluster_uid': place.cluster_uid,
      'e.namespace': place.namespace,
      's.kind': 'Namespace',
    })
    .first('e.detail', 'o.unreadable');
}
