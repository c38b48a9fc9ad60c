/** Everything attached to an image that says something about how it came about. */
import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import { readAttachment } from './readAttachment';
import type { Collected } from './types';

/** One with a certificate costs up to 30 ms; no honest image has nearly as many. */
export const MAX_DOCUMENTS = 100;

export function collectDocuments(image: ImageEvidence): Collected {
  const read = image.attachments.slice(0, MAX_DOCUMENTS).map(readAttachment);
  return {
    claims: read.flatMap(({ claims }) => claims),
    broken: read.flatMap(({ broken }) => broken),
    cut: Math.max(0, image.attachments.length - MAX_DOCUMENTS),
  };
}
