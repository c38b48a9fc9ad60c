/** What was found attached to an image, before anything of it is believed. */
import type { ImageAttachment } from '@shift-down/plugin-shift-down-common';
import type { Refusal } from '../codes';
import type { SignedContent } from '../verify/verifySigner';

/** What a document is for. */
export const ROLES = [
  'signature',
  'provenance',
  'verification-summary',
  'sbom',
  'vex',
] as const;

export type Role = (typeof ROLES)[number];

/** Something that claims to speak about images. */
export interface Claim {
  role: Role;
  attachment: ImageAttachment;
  /** Of the images that it speaks about, as it says itself. */
  digests: string[];
  /** Unset if nobody signed it. */
  signed?: SignedContent;
  /** What it says; unset for a bare signature. */
  predicateType: string;
  predicate?: unknown;
}

/** A document that can’t even be judged. */
export interface BrokenDocument extends Refusal {
  /** What it may have been. */
  roles: readonly Role[];
}

export interface Collected {
  claims: Claim[];
  broken: BrokenDocument[];
  /** So many more were not looked at. */
  cut: number;
}
