import { type Made, annotationsOrNone, describe, jsonBytes } from './content';
import { MEDIA_TYPES } from './mediaTypes';

/** An index over manifests, such as the image of several platforms. */
export function makeIndex(
  children: Made[],
  annotations?: Record<string, string>,
): Made {
  const content = jsonBytes({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: children.map(it => it.descriptor),
    annotations: annotationsOrNone(annotations),
  });
  return {
    content,
    descriptor: describe(content, MEDIA_TYPES.index),
    blobs: [],
    children,
  };
}
