import type { ImageAssessment } from '@shift-down/plugin-shift-down-common';

/**
 * What is made of an image that nothing is known about.
 * @param reason - A sentence for people.
 * @public
 */
export function unknownAssessment(
  reason: string,
  code: string = 'not-read',
): ImageAssessment {
  const verdict = { state: 'unknown' as const, reason, code };
  return {
    lineage: { state: 'unknown', reason },
    status: { state: 'unknown', reason },
    signature: verdict,
    provenance: verdict,
    verificationSummary: verdict,
    sbom: { state: 'unknown', reason },
    layers: [],
  };
}
