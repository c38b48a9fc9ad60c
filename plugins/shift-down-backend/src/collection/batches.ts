import type { CollectedObject } from '@shift-down/plugin-shift-down-common';

/**
 * Bounds of one transaction, by objects and by what they say: it must neither hold
 * the event loop nor keep readers of an embedded database waiting.
 */
const MAX_OBJECTS = 500;
const MAX_RESULTS = 1000;

/** Objects in batches of a size that one transaction may have. @internal */
export function* batchesOf(
  objects: CollectedObject[],
): Generator<CollectedObject[]> {
  let batch: CollectedObject[] = [];
  let results = 0;
  for (const object of objects) {
    const size = resultsOf(object);
    if (
      batch.length > 0 &&
      (batch.length === MAX_OBJECTS || results + size > MAX_RESULTS)
    ) {
      yield batch;
      batch = [];
      results = 0;
    }
    batch.push(object);
    results += size;
  }
  if (batch.length > 0) {
    yield batch;
  }
}

function resultsOf(object: CollectedObject): number {
  return object.evidence.reduce(
    (sum, evidence) =>
      sum +
      1 +
      (evidence.type === 'image-scan' ? evidence.vulnerabilities.length : 0),
    0,
  );
}
