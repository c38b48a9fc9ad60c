import type { CollectedObject } from '@shift-down/plugin-shift-down-common';
import { hashEvidence, type Steps } from '@shift-down/plugin-shift-down-policy';
import { createHash } from 'node:crypto';

/**
 * Changes with anything that could make an object say something else: its
 * evidence, its identity, the controls that judge it, and when it was made if what
 * it reports takes its age from that.
 *
 * @remarks
 * Evidence that differs only in the order of its keys hashes differently. Sources
 * build it the same way each time, and if one did not, the price is a rewrite.
 * @internal
 */
export function* hashObject(
  object: CollectedObject,
  catalogueVersion: string,
): Steps<string> {
  const takesAge = object.evidence.some(
    evidence =>
      (evidence.type === 'policy-result' || evidence.type === 'image-scan') &&
      evidence.observedAt === undefined,
  );
  return createHash('sha256')
    .update(catalogueVersion)
    .update(object.uid)
    .update(takesAge ? object.observedAt : '')
    .update(yield* hashEvidence(object.evidence))
    .digest('hex');
}
