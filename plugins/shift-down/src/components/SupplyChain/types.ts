/** Parts of the API's answers that are shown in more than one place. */
import type {
  Finding,
  GoldenImageDetail,
  Image,
} from '@shift-down/plugin-shift-down-common/client';

export type GoldenStatus = NonNullable<Image['status']>;
export type Lineage = NonNullable<Image['lineage']>;
export type ImageLayers = NonNullable<Image['layers']>;
export type ImageInspection = NonNullable<Image['inspection']>;
export type AttestationVerdict = NonNullable<Image['signature']>;
export type ProvenanceVerdict = NonNullable<Image['provenance']>;
export type SbomVerdict = NonNullable<Image['sbom']>;
export type EngineVerification = NonNullable<
  Image['engineVerifications']
>[number];
export type VexStatement = NonNullable<Finding['suppression']>;
export type GoldenRelease = GoldenImageDetail['releaseList'][number];
export type PlatformVulnerability =
  GoldenImageDetail['platformVulnerabilities'][number];
