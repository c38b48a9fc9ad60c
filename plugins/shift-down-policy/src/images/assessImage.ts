/** Everything that is made of one image from what its registry says. */
import type {
  ImageAssessment,
  ImageEvidence,
} from '@shift-down/plugin-shift-down-common';
import { goldenStatusOf } from '../goldenImages/goldenStatusOf';
import { traceLineage } from '../goldenImages/traceLineage';
import { assessSupplyChain } from '../supplyChain/assessSupplyChain';
import { layersOf } from './layersOf';
import type { AssessedImage, ImageJudgement } from './types';

/**
 * Judges an image: what it was built on and how that stands, and whether it is what was
 * built.
 * @param tag - That it runs by, if it does not run by its digest.
 * @public
 */
export function assessImage(
  evidence: ImageEvidence,
  { index, now, tag, trust }: ImageJudgement,
): AssessedImage {
  const { vex, ...verdicts } = assessSupplyChain(evidence, trust);
  const lineage = traceLineage(
    evidence,
    undefined,
    index,
    verdicts.provenance,
    tag,
  );
  const golden = goldenStatusOf(lineage, index, now);
  const assessment: ImageAssessment = {
    lineage,
    status: golden.status,
    signature: verdicts.signature,
    provenance: verdicts.provenance,
    verificationSummary: verdicts.verificationSummary,
    sbom: verdicts.sbom,
    layers: layersOf(evidence, lineage),
    ...(golden.validUntil !== undefined && { validUntil: golden.validUntil }),
  };
  return { assessment, vex };
}
