import type { Knex } from 'knex';
import type { FindingRow, OccurrenceRow, SubjectRow } from '../../tables';
import { selectScopedOccurrences } from './places';
import { applyReadScope, type ReadScope } from './readScope';

const OCCURRENCES_SHOWN = 100;

/** One place where a finding is seen. */
export interface ScopedOccurrence {
  row: OccurrenceRow;
  subject: Pick<
    SubjectRow,
    'cluster_uid' | 'namespace' | 'kind' | 'name' | 'fields'
  >;
  /** Entities within the scope that the subject belongs to. */
  entityRefs: string[];
}

/**
 * Where a finding is seen within the scope, what fails first. The finding itself must
 * be known to lie in the scope: if it is about one subject, that is not asked again.
 */
export async function loadOccurrences(
  database: Knex,
  finding: Pick<FindingRow, 'id' | 'subject_name'>,
  scope: ReadScope,
): Promise<ScopedOccurrence[]> {
  const places =
    finding.subject_name === ''
      ? selectScopedOccurrences(database, scope)
      : database('occurrences as o').join(
          'subjects as s',
          's.id',
          'o.subject_id',
        );
  const rows: (OccurrenceRow & ScopedOccurrence['subject'])[] = await places
    .select('o.*')
    .select('s.cluster_uid', 's.namespace', 's.kind', 's.name', 's.fields')
    .where('o.finding_id', finding.id)
    .orderBy(['o.result', 's.namespace', 's.name', 'o.component'])
    .orderBy('o.object_id')
    .limit(OCCURRENCES_SHOWN);
  const links: { subject_id: string; entity_ref: string }[] =
    await applyReadScope(
      database('subject_entities')
        .select('subject_id', 'entity_ref')
        .whereIn(
          'subject_id',
          rows.map(row => row.subject_id),
        )
        .orderBy('entity_ref'),
      scope,
      'entity_ref',
    );
  return rows.map(({ cluster_uid, namespace, kind, name, fields, ...row }) => ({
    row,
    subject: { cluster_uid, namespace, kind, name, fields },
    entityRefs: links
      .filter(link => link.subject_id === row.subject_id)
      .map(link => link.entity_ref),
  }));
}
