/** What is made of an image, as the API tells it. */
import type {
  GoldenStatus,
  ImageAssessment,
  ProvenanceVerdict,
} from '@shift-down/plugin-shift-down-common';
import type {
  components,
  Image,
} from '@shift-down/plugin-shift-down-common/client';
import {
  goldenStatusOf,
  upgradeAdvice,
  type GoldenIndex,
} from '@shift-down/plugin-shift-down-policy';
import type { StoredVerdicts } from '../../database/operations/serve/goldenImages/loadGolden';

type Verdicts = Pick<
  Image,
  | 'inspection'
  | 'lineage'
  | 'status'
  | 'layers'
  | 'advice'
  | 'signature'
  | 'provenance'
  | 'verificationSummary'
  | 'sbom'
>;

export function toInspection(
  stored: StoredVerdicts | undefined,
): components['schemas']['ImageInspection'] {
  return stored
    ? {
        state: stored.state,
        problem: stored.problem ?? undefined,
        reason: stored.reason || undefined,
        checkedAt: stored.checkedAt ?? undefined,
      }
    : { state: 'pending' };
}

/** Its materials are for judging, and of no use on a page. */
export function toProvenance({
  materials: _,
  ...verdict
}: ProvenanceVerdict): NonNullable<Image['provenance']> {
  return verdict;
}

/** How it stands is judged anew, since that changes with the clock. */
export function toVerdicts(
  stored: StoredVerdicts | undefined,
  context: { index: GoldenIndex; now: Date; mayAdvise: boolean },
): Verdicts {
  const assessment = stored?.assessment;
  if (!assessment) {
    return { inspection: toInspection(stored) };
  }
  const { status } = goldenStatusOf(
    assessment.lineage,
    context.index,
    context.now,
  );
  return {
    inspection: toInspection(stored),
    lineage: assessment.lineage,
    status,
    layers: assessment.layers,
    advice: context.mayAdvise
      ? adviceFor(assessment, status, context)
      : undefined,
    signature: assessment.signature,
    provenance: toProvenance(assessment.provenance),
    verificationSummary: assessment.verificationSummary,
    sbom: assessment.sbom,
  };
}

function adviceFor(
  { lineage }: ImageAssessment,
  status: GoldenStatus,
  { index, now }: { index: GoldenIndex; now: Date },
): Image['advice'] {
  return lineage.state === 'golden' && status.state !== 'current'
    ? upgradeAdvice(lineage.release, undefined, index, now)
    : undefined;
}
