import type { ImageAssessment } from '@shift-down/plugin-shift-down-common';
import type { ImageRow } from '../../imageTables';

/** What lists filter and count by, beside all that there is to show. @internal */
export function assessmentColumns(
  assessment: ImageAssessment,
): Pick<
  ImageRow,
  | 'assessment'
  | 'valid_until'
  | 'golden_image'
  | 'golden_version'
  | 'lineage_state'
  | 'status_state'
  | 'releases_behind'
  | 'days_behind'
  | 'signature_state'
  | 'provenance_level'
> {
  const { lineage, provenance, signature, status, validUntil } = assessment;
  const golden = lineage.state === 'golden' ? lineage.release : undefined;
  const behind = status.state === 'behind' ? status : undefined;
  return {
    assessment: JSON.stringify(assessment),
    valid_until: validUntil ?? null,
    golden_image: golden?.image ?? null,
    golden_version: golden?.version ?? null,
    lineage_state: lineage.state,
    status_state: status.state,
    releases_behind: behind?.releases ?? null,
    days_behind: behind?.days ?? null,
    signature_state: signature.state,
    provenance_level:
      provenance.state === 'verified' ? provenance.level ?? null : null,
  };
}
