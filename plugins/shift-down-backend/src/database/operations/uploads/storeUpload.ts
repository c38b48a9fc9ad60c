/** Keeps an upload, unless it was here before or something newer is. */
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { UploadRow } from '../../uploadTables';

/**
 * Of several uploads at once about the same, by the same tool, the newest stays whichever
 * order they come in.
 *
 * @param digests - Of the image: index and manifest, as far as they are known.
 * @throws ConflictError if it is older than what is kept, or was replaced before; roll back
 * then, lest it counts as received.
 * @internal
 */
export async function storeUpload(
  tx: Knex.Transaction,
  upload: UploadRow,
  digests: readonly string[],
): Promise<'stored' | 'unchanged'> {
  const { content_digest, id, observed_at, received_at } = upload;
  // Whoever is about to write the same waits here until this is decided.
  const received = await tx('upload_receipts')
    .insert({ upload_id: id, content_digest, received_at })
    .onConflict(['upload_id', 'content_digest'])
    .ignore()
    .returning('upload_id');
  if (received.length === 0) {
    return await whatBecameOf(tx, upload);
  }
  const written = await tx('uploads')
    .insert(upload)
    .onConflict('id')
    .merge()
    .where('uploads.observed_at', '<=', observed_at)
    .returning('id');
  if (written.length === 0) {
    const newest: Pick<UploadRow, 'observed_at'> = await tx('uploads')
      .where({ id })
      .first('observed_at');
    throw new ConflictError(
      `This report is of ${observed_at}, and there is a newer one of ${newest.observed_at} of the same tool: ` +
        'upload a new scan, or nothing if that is it',
    );
  }
  await tx('upload_digests').where({ upload_id: id }).delete();
  await bulkInsert(
    tx,
    'upload_digests',
    [...new Set(digests)].map(digest => ({ upload_id: id, digest })),
  );
  return 'stored';
}

async function whatBecameOf(
  tx: Knex.Transaction,
  { content_digest, id }: UploadRow,
): Promise<'unchanged'> {
  const current: Pick<UploadRow, 'content_digest' | 'observed_at'> | undefined =
    await tx('uploads').where({ id }).first('content_digest', 'observed_at');
  if (current?.content_digest !== content_digest) {
    throw new ConflictError(
      'This very report was uploaded before and has been replaced since: upload a new scan',
    );
  }
  return 'unchanged';
}
