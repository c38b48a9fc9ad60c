/** Cuts what changed into pieces that one transaction each can store. */
import type { CollectedObject } from '@shift-down/plugin-shift-down-common';
import type { InventoryChange } from './Inventory';

/** Rows that one transaction stores, about. */
const BATCH_SIZE = 2_000;

/** @internal */
export function* inBatches(
  change: InventoryChange | undefined,
): Generator<InventoryChange> {
  if (!change) {
    return;
  }
  const { upserts, deletes } = change;
  for (let at = 0; at < deletes.length; at += BATCH_SIZE) {
    yield { upserts: [], deletes: deletes.slice(at, at + BATCH_SIZE) };
  }
  let batch: CollectedObject[] = [];
  let size = 0;
  for (const upsert of upserts) {
    batch.push(upsert);
    size += 1 + sizeOf(upsert);
    if (size >= BATCH_SIZE) {
      yield { upserts: batch, deletes: [] };
      batch = [];
      size = 0;
    }
  }
  if (batch.length > 0) {
    yield { upserts: batch, deletes: [] };
  }
}

function sizeOf(object: CollectedObject): number {
  return object.evidence.reduce(
    (sum, evidence) =>
      sum +
      (evidence.type === 'image-scan' ? evidence.vulnerabilities.length : 1),
    0,
  );
}
