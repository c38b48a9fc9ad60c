import type { Knex } from 'knex';
import { eachChunk } from '../../inChunks';
import { transact } from '../../transact';

const DAY = 24 * 60 * 60 * 1000;
const UPLOADS_PER_TRANSACTION = 100;

/** For so long nothing that was uploaded can be uploaded again as if it were new. */
const RECEIPT_DAYS = 400;

/**
 * Forgets uploads about images that have not run since, a while after they were made, and
 * those about entities that are gone.
 * @internal
 */
export async function pruneUploads(
  knex: Knex,
  now: Date,
  retentionMilliseconds: number,
): Promise<void> {
  const ago = (milliseconds: number) =>
    new Date(now.getTime() - milliseconds).toISOString();
  const unused: { id: string }[] = await knex('uploads')
    .where('received_at', '<', ago(retentionMilliseconds))
    .where(it =>
      it
        .where(image =>
          image.whereNotNull('repository').whereNotExists(
            knex('upload_digests')
              .join('containers', running =>
                running.on('containers.repository', 'uploads.repository'),
              )
              .leftJoin(
                'image_digests as uploaded',
                'uploaded.digest',
                'upload_digests.digest',
              )
              .leftJoin(
                'image_digests as beside',
                'beside.image_id',
                'uploaded.image_id',
              )
              .whereRaw('upload_digests.upload_id = uploads.id')
              .whereRaw(
                'containers.digest in (upload_digests.digest, beside.digest)',
              )
              .select(knex.raw('1')),
          ),
        )
        .orWhere(entity =>
          entity
            .whereNull('repository')
            .whereNotIn('entity_ref', knex('entities').select('ref')),
        ),
    )
    .select('id');
  await eachChunk(
    unused.map(row => row.id),
    ids =>
      transact(knex, async tx => {
        await tx('upload_digests').whereIn('upload_id', ids).delete();
        await tx('vex_documents')
          .where({ source: 'uploaded' })
          .whereIn('origin', ids)
          .delete();
        await tx('uploads').whereIn('id', ids).delete();
      }),
    UPLOADS_PER_TRANSACTION,
  );
  await knex('upload_receipts')
    .where('received_at', '<', ago(RECEIPT_DAYS * DAY))
    .whereNotIn('upload_id', knex('uploads').select('id'))
    .delete();
}
