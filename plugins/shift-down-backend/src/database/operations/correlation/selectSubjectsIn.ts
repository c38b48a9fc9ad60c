import type { Knex } from 'knex';
import { NAMESPACE_KEY } from '../../../collection/namespaceOf';
import { inChunks } from '../../inChunks';

/** Ids of the subjects in these namespaces of a cluster. @internal */
export async function selectSubjectsIn(
  tx: Knex,
  clusterUid: string,
  namespaces: string[],
): Promise<string[]> {
  const subjects = await inChunks<string, { id: string }>(namespaces, chunk =>
    tx('subject_labels as label')
      .join('subjects as subject', 'subject.id', 'label.subject_id')
      .where('label.key', NAMESPACE_KEY)
      .where('subject.cluster_uid', clusterUid)
      .whereIn('label.value', chunk)
      .select('subject.id'),
  );
  return subjects.map(row => row.id);
}
