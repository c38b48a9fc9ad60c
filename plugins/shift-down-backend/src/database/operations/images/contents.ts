/** Contents by their digest: kept once, as long as something names or asks for them. */
import type {
  ImageAttachment,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { Knex } from 'knex';
import { eachChunk, inChunks } from '../../inChunks';
import type { ContentRow } from '../../imageTables';

/** @internal */
export async function storeContents(
  tx: Knex,
  contents: ReadonlyMap<string, Buffer>,
  now: string,
): Promise<void> {
  for (const [digest, content] of contents) {
    const row: ContentRow = {
      digest,
      size: content.length,
      content,
      used_at: now,
    };
    await tx('contents').insert(row).onConflict('digest').merge(['used_at']);
  }
}

/** @internal */
export async function loadContent(
  knex: Knex,
  digest: string,
): Promise<Pick<ContentRow, 'content' | 'used_at'> | undefined> {
  return await knex('contents').where({ digest }).first('content', 'used_at');
}

/** @internal */
export async function touchContent(
  tx: Knex,
  digest: string,
  now: string,
): Promise<void> {
  await tx('contents').where({ digest }).update({ used_at: now });
}

/** Evidence as it was read: with the contents that are kept beside it. @internal */
export async function withContents(
  knex: Knex,
  evidence: ImageEvidence,
): Promise<ImageEvidence> {
  const rows = await inChunks<string, Pick<ContentRow, 'digest' | 'content'>>(
    evidence.attachments
      .filter(it => it.problem === undefined)
      .map(it => it.digest),
    chunk =>
      knex('contents').whereIn('digest', chunk).select('digest', 'content'),
    20,
  );
  const contents = new Map(rows.map(row => [row.digest, row.content]));
  return {
    ...evidence,
    attachments: evidence.attachments.map((it): ImageAttachment => {
      const content = contents.get(it.digest);
      return content === undefined
        ? it
        : { ...it, content: content.toString('utf8') };
    }),
  };
}

/**
 * Forgets contents that no evidence names and that nobody asked for since a moment, and
 * more of them, those out of use for longest, until no more than so many bytes are left.
 *
 * @returns How many were forgotten.
 * @internal
 */
export async function pruneContents(
  tx: Knex,
  { maxBytes, unusedSince }: { maxBytes: number; unusedSince: string },
): Promise<number> {
  const unnamed: Pick<ContentRow, 'digest' | 'size' | 'used_at'>[] = await tx(
    'contents',
  )
    .whereNotExists(
      tx('image_contents')
        .whereRaw('image_contents.digest = contents.digest')
        .select(tx.raw('1')),
    )
    .orderBy('used_at', 'desc')
    .select('digest', 'size', 'used_at');
  let bytes = 0;
  const gone = unnamed.filter(({ size, used_at }) => {
    bytes += size;
    return used_at < unusedSince || bytes > maxBytes;
  });
  await eachChunk(
    gone.map(it => it.digest),
    chunk => tx('contents').whereIn('digest', chunk).delete(),
  );
  return gone.length;
}
