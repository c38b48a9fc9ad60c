import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import type {
  ImageInspection,
  ImageSourceProblem,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { bulkInsert } from '../../bulkInsert';
import type { ImageRow } from '../../imageTables';
import { storeContents } from './contents';

const READ = { state: 'read', problem: null, reason: '', attempts: 0 } as const;

/** What became of an inspection. @internal */
export type InspectionOutcome =
  | 'changed'
  | 'unchanged'
  | 'failed'
  | 'forgotten';

/** @internal */
export interface InspectionTimes {
  /** ISO 8601 */
  now: string;
  nextCheckAt: string;
}

/**
 * Keeps what an inspection came to. A failure is noted and takes nothing away: what was
 * read last stays, and is judged until it is too old.
 * @internal
 */
export async function storeInspection(
  tx: Knex,
  id: string,
  inspection: ImageInspection,
  times: InspectionTimes,
): Promise<InspectionOutcome> {
  const stored: ImageRow | undefined = await tx('images')
    .where({ id })
    .forUpdate()
    .first();
  if (!stored) {
    return 'forgotten';
  }
  switch (inspection.outcome) {
    case 'unknown':
      return await storeFailure(tx, stored, inspection, times);
    case 'unchanged':
      return await storeUnchanged(tx, stored, inspection.state, times);
    default:
      return await storeEvidence(tx, stored, inspection, times);
  }
}

async function storeFailure(
  tx: Knex,
  stored: ImageRow,
  { problem, reason }: ImageSourceProblem,
  { nextCheckAt, now }: InspectionTimes,
): Promise<InspectionOutcome> {
  const isNews = stored.state !== 'unknown' || stored.reason !== reason;
  await tx('images')
    .where('id', stored.id)
    .update({
      state: 'unknown',
      problem,
      reason,
      checked_at: now,
      next_check_at: nextCheckAt,
      attempts: stored.attempts + 1,
      // With evidence it is judged as before.
      ...(isNews && stored.evidence === null && { judged_with: null }),
    });
  return 'failed';
}

async function storeUnchanged(
  tx: Knex,
  stored: ImageRow,
  sourceState: string,
  { nextCheckAt, now }: InspectionTimes,
): Promise<InspectionOutcome> {
  await tx('images')
    .where('id', stored.id)
    .update({
      ...READ,
      source_state: sourceState,
      evidence_at: now,
      checked_at: now,
      next_check_at: nextCheckAt,
      // It may have been too old to be judged by.
      ...(stored.state !== 'read' && { judged_with: null }),
    });
  return 'unchanged';
}

async function storeEvidence(
  tx: Knex,
  stored: ImageRow,
  { image, state }: Extract<ImageInspection, { outcome: 'read' }>,
  times: InspectionTimes,
): Promise<InspectionOutcome> {
  const evidence = JSON.stringify(withoutContents(image));
  if (evidence === stored.evidence) {
    return await storeUnchanged(tx, stored, state, times);
  }
  const digests = new Set([
    image.digest,
    ...image.platforms.map(it => it.digest),
  ]);
  const contents = new Map<string, Buffer>();
  for (const { content, digest } of image.attachments) {
    if (content !== undefined) {
      contents.set(digest, Buffer.from(content));
    }
  }
  await storeContents(tx, contents, times.now);
  for (const [table, values] of [
    ['image_digests', digests],
    ['image_contents', contents.keys()],
  ] as const) {
    await tx(table).where('image_id', stored.id).delete();
    await bulkInsert(
      tx,
      table,
      [...values].map(digest => ({ image_id: stored.id, digest })),
    );
  }
  await tx('images')
    .where('id', stored.id)
    .update({
      ...READ,
      digest: image.digest,
      evidence,
      source_state: state,
      evidence_at: times.now,
      checked_at: times.now,
      next_check_at: times.nextCheckAt,
      judged_with: null,
    });
  return 'changed';
}

function withoutContents(image: ImageEvidence): ImageEvidence {
  return {
    ...image,
    attachments: image.attachments.map(({ content: _, ...rest }) => rest),
  };
}
