import type { Knex } from 'knex';
import { ANY_VALUE } from '../../../correlation/readClaim';
import type { ClaimableSubject } from '../../../correlation/types';
import { inChunks } from '../../inChunks';

interface CandidateRow {
  entity_ref: string;
  id: string;
  cluster_uid: string;
  cluster_name: string;
  namespace: string;
  kind: string;
  name: string;
  labels: string;
  object_id: string | null;
}

/**
 * For each of these entities the subjects that its claim may be about: all that
 * match, and some that do not.
 * @internal
 */
export async function loadCandidates(
  tx: Knex,
  entityRefs: string[],
): Promise<Map<string, ClaimableSubject[]>> {
  const candidates = (chunk: string[], valueMatters: boolean) => {
    const query = tx('claim_keys as claim')
      .join('subject_labels as label', function sameLabel() {
        this.on('label.key', 'claim.key');
        if (valueMatters) {
          this.on('label.value', 'claim.value');
        }
      })
      .join('subjects as subject', 'subject.id', 'label.subject_id')
      .join('clusters as cluster', 'cluster.uid', 'subject.cluster_uid')
      .select(
        'claim.entity_ref',
        'subject.id',
        'subject.cluster_uid',
        { cluster_name: 'cluster.name' },
        'subject.namespace',
        'subject.kind',
        'subject.name',
        'subject.labels',
        'subject.object_id',
      )
      .whereIn('claim.entity_ref', chunk);
    return valueMatters ? query : query.where('claim.value', ANY_VALUE);
  };

  const byEntity = new Map<string, Map<string, ClaimableSubject>>();
  const rows = await inChunks<string, CandidateRow>(
    entityRefs,
    chunk => candidates(chunk, true).unionAll([candidates(chunk, false)]),
    200,
  );
  for (const row of rows) {
    const subjects = byEntity.get(row.entity_ref) ?? new Map();
    byEntity.set(row.entity_ref, subjects);
    subjects.set(row.id, {
      id: row.id,
      clusterUid: row.cluster_uid,
      clusterName: row.cluster_name,
      namespace: row.namespace,
      kind: row.kind,
      name: row.name,
      labels: row.object_id === null ? undefined : JSON.parse(row.labels),
    });
  }
  return new Map(
    [...byEntity].map(([ref, subjects]) => [ref, [...subjects.values()]]),
  );
}
