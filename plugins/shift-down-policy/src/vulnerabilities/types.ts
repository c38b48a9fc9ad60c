/** Whose a vulnerability is, by when it has to be dealt with, and who says it is none. */
import type {
  GoldenReleaseReference,
  Responsibility,
} from '@shift-down/plugin-shift-down-common';

/** @public */
export type VulnerabilityLayer = 'base' | 'application' | 'unknown';

/** How the layer is known; a package's class is only a hint. @public */
export type LayerEvidence =
  | 'layer'
  | 'release-report'
  | 'package-class'
  | 'none';

/** Days until something has to be dealt with, from when it was first seen. @public */
export interface ServiceLevels {
  critical: number;
  high: number;
  medium: number;
  low: number;
  /** For advisories on the list of known exploited ones; the shorter of the two counts. */
  knownExploited: number;
  /** Advisory ids. */
  knownExploitedAdvisories: ReadonlySet<string>;
}

/** What is made of one vulnerability of one image that an entity runs. @public */
export interface VulnerabilityAttribution {
  layer: VulnerabilityLayer;
  layerEvidence: LayerEvidence;
  responsibility: Responsibility;
  /** The oldest supported release of the channel that lacks it. */
  upgradeTo?: GoldenReleaseReference;
  /** ISO 8601; unset where the severity has no service level. */
  dueAt?: string;
  knownExploited: boolean;
}

/** One statement of a VEX document about one advisory, in OpenVEX's words. @public */
export interface VexStatement {
  advisory: string;
  aliases: string[];
  /** Package URLs and digests of the product; and of the part of it, where it names one. */
  products: { id: string; hashes: string[]; subcomponents: string[] }[];
  status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
  justification?: string;
  impact?: string;
  action?: string;
  /** ISO 8601 */
  statedAt: string;
  author: string;
}

/** A document with what proves its author. @public */
export interface VexDocument {
  /** Digest of the text. */
  digest: string;
  author: string;
  source: 'attached' | 'uploaded' | 'git';
  /** The repository that it was found at or uploaded for. */
  repository: string;
  statements: VexStatement[];
  /** Name of the rule that trusts it, or why none does. */
  trust: { trusted: true; by: string } | { trusted: false; reason: string };
}
