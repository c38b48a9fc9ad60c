import type { ImageAssessment } from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { inChunks } from '../../inChunks';
import type { ImageRow } from '../../imageTables';
import { containersWithImages } from './sql';

/** What an image came to. @internal */
export interface StoredJudgement {
  assessment?: ImageAssessment;
  /** ISO 8601; since when it is so. */
  changedAt: string;
  /** ISO 8601; when it changes by itself. */
  validUntil?: string;
}

/** @internal */
export async function loadJudgements(
  knex: Knex,
  imageIds: Iterable<string>,
): Promise<Map<string, StoredJudgement>> {
  const rows = await inChunks<
    string,
    Pick<ImageRow, 'id' | 'assessment' | 'changed_at' | 'valid_until'>
  >(imageIds, chunk =>
    knex('images')
      .whereIn('id', chunk)
      .select('id', 'assessment', 'changed_at', 'valid_until'),
  );
  return new Map(
    rows.map(({ assessment, changed_at, id, valid_until }) => [
      id,
      {
        changedAt: changed_at,
        ...(assessment !== null && { assessment: JSON.parse(assessment) }),
        ...(valid_until !== null && { validUntil: valid_until }),
      },
    ]),
  );
}

/** Namespaces of a cluster that run an image which came to something else since. @internal */
export async function selectNamespacesOfChangedImages(
  knex: Knex,
  clusterUid: string,
  since: string,
): Promise<Set<string>> {
  const names: string[] = await containersWithImages(knex)
    .join('subjects as subject', 'subject.id', 'container.subject_id')
    .where('image.changed_at', '>=', since)
    .where('subject.cluster_uid', clusterUid)
    .distinct('subject.namespace')
    .pluck('subject.namespace');
  return new Set(names);
}
