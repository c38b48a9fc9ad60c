import type { Knex } from 'knex';
import type { ContainerRow, SubjectRow } from '../../tables';

const WORKLOADS_SHOWN = 200;

export interface RunningSubject {
  subject: SubjectRow;
  containers: ContainerRow[];
  /** Labels of its Namespace, if that was seen. */
  namespaceLabels: Record<string, string>;
}

/** What runs in some entities, by confirmed links only. */
export async function loadWorkloads(
  database: Knex,
  refs: string[],
): Promise<RunningSubject[]> {
  const rows: (SubjectRow & { namespace_labels: string | null })[] =
    await database('subjects as s')
      .leftJoin('namespaces as n', join =>
        join
          .on('n.cluster_uid', 's.cluster_uid')
          .andOn('n.name', 's.namespace'),
      )
      .select('s.*', { namespace_labels: 'n.labels' })
      .whereIn('s.id', linked =>
        linked
          .select('subject_id')
          .from('subject_entities')
          .whereIn('entity_ref', refs),
      )
      .whereExists(running =>
        running
          .select(database.raw('1'))
          .from('containers')
          .whereRaw('containers.subject_id = s.id'),
      )
      .orderBy(['s.cluster_uid', 's.namespace', 's.kind', 's.name'])
      .limit(WORKLOADS_SHOWN);
  const containers = await database<ContainerRow>('containers')
    .whereIn(
      'subject_id',
      rows.map(row => row.id),
    )
    .orderBy(['type', 'name']);
  return rows.map(({ namespace_labels, ...subject }) => ({
    subject,
    containers: containers.filter(row => row.subject_id === subject.id),
    namespaceLabels: JSON.parse(namespace_labels ?? '{}'),
  }));
}
