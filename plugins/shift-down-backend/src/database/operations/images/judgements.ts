import type {
  ImageAssessment,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { VexDocument } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import type { ImageRow } from '../../imageTables';
import { inChunks } from '../../inChunks';
import { markForAssessment } from '../queue/markForAssessment';
import { assessmentColumns } from './assessmentColumns';
import { versionOfContainer } from './sql';
import { replaceVexDocuments } from './vexDocuments';

/** @internal */
export type UnjudgedImage = Pick<
  ImageRow,
  | 'id'
  | 'repository'
  | 'version'
  | 'state'
  | 'reason'
  | 'evidence'
  | 'evidence_at'
  | 'assessment'
  | 'judged_with'
>;

/**
 * Images that were not judged yet as they are now, or by what is known now, or whose
 * judgement has run out.
 *
 * @param judgedWith - Hash of what they are judged by.
 * @internal
 */
export async function selectUnjudgedImages(
  knex: Knex,
  judgedWith: string,
  now: string,
  limit: number,
): Promise<UnjudgedImage[]> {
  return await knex('images')
    .where(image =>
      image
        .whereNull('judged_with')
        .orWhereNot('judged_with', judgedWith)
        .orWhere('valid_until', '<=', now),
    )
    .orderBy('id')
    .limit(limit)
    .select(
      'id',
      'repository',
      'version',
      'state',
      'reason',
      'evidence',
      'evidence_at',
      'assessment',
      'judged_with',
    );
}

/** What an image came to. @internal */
export interface ImageVerdict {
  image: UnjudgedImage;
  assessment: ImageAssessment;
  /** Documents that are attached to it; unset where they could not be looked at. */
  vex?: VexDocument[];
}

/**
 * Keeps what images came to, and marks the entities that run those which changed.
 *
 * @remarks
 * An image whose evidence has changed since it was selected is left for the next time.
 * @returns Ids of those that changed.
 * @internal
 */
export async function storeVerdicts(
  tx: Knex,
  verdicts: readonly ImageVerdict[],
  { judgedWith, now }: { judgedWith: string; now: string },
): Promise<string[]> {
  const changed: string[] = [];
  for (const { assessment, image, vex } of verdicts) {
    const columns = assessmentColumns(assessment);
    const isNews =
      withoutValidity(image.assessment) !== withoutValidity(columns.assessment);
    const stored = await tx('images')
      .where({ id: image.id, state: image.state, reason: image.reason })
      .where(row =>
        image.evidence === null
          ? row.whereNull('evidence')
          : row.where('evidence_at', image.evidence_at),
      )
      .update({
        ...columns,
        judged_with: judgedWith,
        ...(isNews && { changed_at: now }),
      });
    if (stored === 0) {
      continue;
    }
    const isVexNews =
      vex !== undefined &&
      (await replaceVexDocuments(
        tx,
        { source: 'attached', origin: image.id },
        vex,
        now,
      ));
    if (isNews) {
      changed.push(image.id);
    }
    if (isVexNews) {
      await markEntitiesOfRepositories(tx, [image.repository], now);
    }
  }
  await markEntitiesOfImages(tx, changed, now);
  return changed;
}

function withoutValidity(assessment: string | null): string {
  const { validUntil: _, ...rest }: Partial<ImageAssessment> = JSON.parse(
    assessment ?? '{}',
  );
  return JSON.stringify(rest);
}

/** Puts the entities that run any of these images into the queue. */
async function markEntitiesOfImages(
  tx: Knex,
  imageIds: readonly string[],
  now: string,
): Promise<void> {
  const rows = await inChunks<string, { entity_ref: string }>(imageIds, chunk =>
    entitiesOfImages(tx).whereIn('image.id', chunk),
  );
  await markForAssessment(
    tx,
    rows.map(row => row.entity_ref),
    now,
  );
}

/**
 * Puts the entities that run images of these repositories, or stand on golden images of
 * them, into the queue: what is said of a repository concerns both.
 * @internal
 */
export async function markEntitiesOfRepositories(
  tx: Knex,
  repositories: readonly string[],
  now: string,
): Promise<void> {
  const rows = await inChunks<string, { entity_ref: string }>(
    repositories,
    chunk => entitiesOfImages(tx).whereIn('image.repository', chunk),
  );
  await markForAssessment(
    tx,
    rows.map(row => row.entity_ref),
    now,
  );
  const golden: string[] = await tx('golden_images')
    .whereIn('repository', repositories)
    .pluck('name');
  await markEntitiesOnGoldenImages(tx, golden, now);
}

/** Puts the entities that stand on any of these golden images into the queue. @internal */
export async function markEntitiesOnGoldenImages(
  tx: Knex,
  names: readonly string[],
  now: string,
): Promise<void> {
  const rows = await inChunks<string, { entity_ref: string }>(names, chunk =>
    entitiesOfImages(tx).whereIn('image.golden_image', chunk),
  );
  await markForAssessment(
    tx,
    rows.map(row => row.entity_ref),
    now,
  );
}

function entitiesOfImages(tx: Knex): Knex.QueryBuilder {
  return tx('images as image')
    .join('containers as container', join =>
      join
        .on('container.repository', 'image.repository')
        .on('image.version', tx.raw('?', [versionOfContainer(tx)])),
    )
    .join('subject_entities as link', 'link.subject_id', 'container.subject_id')
    .distinct('link.entity_ref');
}

/** @internal */
export function evidenceOf(image: Pick<ImageRow, 'evidence'>): ImageEvidence {
  return JSON.parse(image.evidence ?? 'null');
}
