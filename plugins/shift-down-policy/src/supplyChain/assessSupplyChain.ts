/** Everything that what is attached to an image says of how it came about. */
import type { ImageEvidence } from '@shift-down/plugin-shift-down-common';
import { collectDocuments } from './collect/collectDocuments';
import type { SupplyChainAssessment, SupplyChainTrust } from './types';
import { judgeProvenance } from './verdicts/provenance';
import { judgeSbom } from './verdicts/sbom';
import { judgeSignature } from './verdicts/signature';
import { judgeVerificationSummary } from './verdicts/verificationSummary';
import { findVex } from './verdicts/vex';

/**
 * Verifies what is attached to an image by whom we trust with its repository.
 *
 * @remarks
 * Certificates are judged at the trusted time of their signature, so that nothing here
 * depends on the clock. The same `trust` object is prepared once: keep it.
 * @public
 */
export function assessSupplyChain(
  image: ImageEvidence,
  trust: SupplyChainTrust,
): SupplyChainAssessment {
  const collected = collectDocuments(image);
  return {
    signature: judgeSignature(image, collected, trust),
    provenance: judgeProvenance(image, collected, trust),
    verificationSummary: judgeVerificationSummary(image, collected, trust),
    sbom: judgeSbom(image, collected, trust),
    vex: findVex(image, collected, trust),
  };
}
