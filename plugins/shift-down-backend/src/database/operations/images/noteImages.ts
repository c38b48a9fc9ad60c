import {
  imageId,
  unknownAssessment,
} from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import { eachChunk } from '../../inChunks';
import type { ImageRow } from '../../imageTables';
import { assessmentColumns } from './assessmentColumns';
import { versionOfContainer } from './sql';

/** @internal */
export interface NamedImage {
  repository: string;
  /** Digest, else tag. */
  version: string;
}

const NOT_YET = unknownAssessment('It has not been inspected yet', 'pending');

/** Images that workloads run and that are not noted yet. @internal */
export async function selectUnnotedImages(knex: Knex): Promise<NamedImage[]> {
  const version = versionOfContainer(knex);
  return await knex('containers as container')
    .leftJoin('images as image', join =>
      join
        .on('image.repository', 'container.repository')
        .on('image.version', knex.raw('?', [version])),
    )
    .whereNull('image.id')
    .whereNot('container.repository', '')
    .distinct('container.repository', knex.raw('? as version', [version]));
}

/** Notes images that are to be inspected; those that are known stay as they are. @internal */
export async function noteImages(
  tx: Knex,
  images: readonly NamedImage[],
  now: string,
): Promise<void> {
  const rows = new Map(
    images.map(({ repository, version }) => {
      const id = imageId(repository, version);
      const row: ImageRow = {
        id,
        repository,
        version,
        digest: null,
        state: 'pending',
        problem: null,
        reason: 'It has not been inspected yet',
        source_state: null,
        evidence: null,
        evidence_at: null,
        checked_at: null,
        next_check_at: now,
        attempts: 0,
        seen_at: now,
        judged_with: null,
        changed_at: now,
        ...assessmentColumns(NOT_YET),
      };
      return [id, row];
    }),
  );
  await bulkInsert(tx, 'images', [...rows.values()], {
    key: ['id'],
    then: 'ignore',
  });
}

/** Says of those that still run, or are declared, that they were seen. @internal */
export async function touchImages(
  tx: Knex,
  declared: readonly NamedImage[],
  now: string,
): Promise<void> {
  await tx('images')
    .whereExists(
      tx('containers as container')
        .whereRaw('container.repository = images.repository')
        .whereRaw('? = images.version', [versionOfContainer(tx)])
        .select(tx.raw('1')),
    )
    .update({ seen_at: now });
  await eachChunk(
    declared.map(it => imageId(it.repository, it.version)),
    chunk => tx('images').whereIn('id', chunk).update({ seen_at: now }),
  );
}

/** Forgets images that nothing has run or declared since a moment. @internal */
export async function forgetImages(tx: Knex, since: string): Promise<number> {
  const ids: string[] = await tx('images')
    .where('seen_at', '<', since)
    .pluck('id');
  await eachChunk(ids, async chunk => {
    await tx('image_digests').whereIn('image_id', chunk).delete();
    await tx('image_contents').whereIn('image_id', chunk).delete();
    await tx('vex_documents')
      .where('source', 'attached')
      .whereIn('origin', chunk)
      .delete();
    await tx('images').whereIn('id', chunk).delete();
  });
  return ids.length;
}

/** Has images of registries that no source covered asked for again. @internal */
export async function askUncoveredAgain(tx: Knex, now: string): Promise<void> {
  await tx('images')
    .where('problem', 'registry-not-configured')
    .update({ next_check_at: now });
}
