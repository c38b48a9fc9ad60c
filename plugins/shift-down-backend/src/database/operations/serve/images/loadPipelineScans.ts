import type { Knex } from 'knex';
import type { UploadRow } from '../../../uploadTables';

/** The newest scan of an image that a pipeline uploaded. */
export interface PipelineScan {
  repository: string;
  digest: string;
  tool: string;
  observedAt: string;
}

/** Newest scans by repository and digest, be it of index or manifest. */
export async function loadPipelineScans(
  database: Knex,
  images: readonly { repository: string; digest: string }[],
): Promise<PipelineScan[]> {
  if (images.length === 0) {
    return [];
  }
  const rows: (Pick<UploadRow, 'tool' | 'observed_at'> & {
    repository: string;
    digest: string;
  })[] = await database('uploads as upload')
    .join('upload_digests as own', 'own.upload_id', 'upload.id')
    .select('upload.repository', 'own.digest', 'upload.tool')
    .select('upload.observed_at')
    .where('upload.is_scan', true)
    .whereIn('upload.repository', [...new Set(images.map(it => it.repository))])
    .whereIn('own.digest', [...new Set(images.map(it => it.digest))])
    .orderBy('upload.observed_at', 'desc');
  const newest = new Map<string, PipelineScan>();
  for (const { observed_at, ...row } of rows) {
    const key = `${row.repository}@${row.digest}`;
    if (!newest.has(key)) {
      newest.set(key, { ...row, observedAt: observed_at });
    }
  }
  return [...newest.values()];
}
