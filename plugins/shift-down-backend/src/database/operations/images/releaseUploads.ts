import type { ReleaseReport } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { toReleaseReport } from '../../../images/golden/readReport';
import { inChunks } from '../../inChunks';
import type { UploadRow } from '../../uploadTables';
import { releaseIdentities, type ReleaseIdentity } from './releaseIdentities';

/**
 * Reports that pipelines uploaded about golden releases, the newest of each if it is newer
 * than what is known. One that does not list all that it looked for can't say what a
 * release lacks.
 * @internal
 */
export async function loadReleaseUploads(
  knex: Knex,
): Promise<{ release: ReleaseIdentity; report: ReleaseReport }[]> {
  const { byDigest } = await releaseIdentities(knex);
  const rows = await inChunks<
    string,
    Pick<UploadRow, 'id' | 'repository' | 'observed_at'> & { digest: string }
  >(byDigest.keys(), chunk =>
    knex('upload_digests')
      .join('uploads', 'uploads.id', 'upload_digests.upload_id')
      .whereIn('upload_digests.digest', chunk)
      .where({ 'uploads.is_scan': true, 'uploads.is_complete': true })
      .select(
        'uploads.id',
        'uploads.repository',
        'uploads.observed_at',
        'upload_digests.digest',
      ),
  );
  const newest = new Map<
    string,
    { release: ReleaseIdentity; id: string; observedAt: string }
  >();
  for (const { digest, id, observed_at, repository } of rows) {
    for (const release of byDigest.get(digest) ?? []) {
      const key = `${release.image} ${release.version}`;
      const known = newest.get(key)?.observedAt ?? release.scannedAt;
      if (release.repository === repository && observed_at > known) {
        newest.set(key, { release, id, observedAt: observed_at });
      }
    }
  }
  const found: { release: ReleaseIdentity; report: ReleaseReport }[] = [];
  for (const { id, release } of newest.values()) {
    const row: UploadRow | undefined = await knex('uploads')
      .where({ id })
      .first();
    if (row) {
      found.push({
        release,
        report: toReleaseReport({
          ...row,
          toolVersion: row.tool_version,
          observedAt: row.observed_at,
        }),
      });
    }
  }
  return found;
}
