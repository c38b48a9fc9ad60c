import type { ImageAssessment } from '@shift-down/plugin-shift-down-common';
import type { GoldenIndex } from '../goldenImages/types';
import type { AttachedVex, SupplyChainTrust } from '../supplyChain/types';

/** What an image is judged by, beside its evidence. @public */
export interface ImageJudgement {
  index: GoldenIndex;
  /** With what golden images bring along for themselves, see {@link mergeTrust}. */
  trust: SupplyChainTrust;
  now: Date;
  tag?: string;
}

/** @public */
export interface AssessedImage {
  assessment: ImageAssessment;
  /** Documents about vulnerabilities that are attached to it, with who is proved to say so. */
  vex: AttachedVex[];
}

/** What is configured, and so can be expected of an image. @public */
export interface ImageExpectations {
  /** Whether any golden image is declared. */
  goldenImages: boolean;
  /** Whether any registry is configured. */
  registries: boolean;
  /** Whether a rule says who has to sign this repository, or attest how it was built. */
  isSigned(repository: string): boolean;
  isAttested(repository: string): boolean;
}
