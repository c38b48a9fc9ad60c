/** Whose a vulnerability is, by when it has to be dealt with, and who says it is none. */
import type {
  GoldenReleaseReference,
  Responsibility,
  Severity,
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

/** A vulnerability as a scanner saw it in one container. @public */
export interface SeenVulnerability {
  advisory: string;
  severity: Severity;
  /** Normalised: no version, no qualifiers. */
  packageUrl: string;
  /** As the scanner gave them: one for each version that the container has. */
  packageUrls: string[];
  installedVersions: string[];
  /** Whether a version fixes it. */
  isFixable: boolean;
  packageClass?: 'os' | 'library';
  /** Uncompressed digests of the layers that brought the package; empty if unknown. */
  layerDiffIds: string[];
  /** Normalised, of the image that was scanned. */
  repository: string;
  /** Of the image that was scanned, where the scanner says. */
  digest?: string;
  /** ISO 8601; of the finding, which no new name and no new build of an image restarts. */
  firstSeen: string;
  /** ISO 8601; when the scanner looked. */
  observedAt: string;
}

/** What is made of one vulnerability of one image that an entity runs. @public */
export interface VulnerabilityAttribution {
  layer: VulnerabilityLayer;
  layerEvidence: LayerEvidence;
  /**
   * Whether the layer is known well enough to take the vulnerability from one owner and
   * give it to another; a mere hint is not.
   */
  isCertain: boolean;
  responsibility: Extract<Responsibility, 'platform' | 'application'>;
  /** The newest supported release of the channel that lacks it. */
  upgradeTo?: GoldenReleaseReference;
  /** Why it can't be told whether a newer release lacks it, where that is so. */
  undecided?: string;
  /** ISO 8601; unset where the severity has no service level. */
  dueAt?: string;
  knownExploited: boolean;
}

/** One statement of a VEX document about one advisory, in OpenVEX's words. @public */
export interface VexStatement {
  advisory: string;
  aliases: string[];
  /** Package URLs and digests of the product; and of the part of it, where it names one. */
  products: VexProduct[];
  status: 'not_affected' | 'affected' | 'fixed' | 'under_investigation';
  justification?: string;
  impact?: string;
  action?: string;
  /** ISO 8601 */
  statedAt: string;
  author: string;
}

/** @public */
export interface VexProduct {
  /** Package URL, image reference or digest; empty where only hashes name it. */
  id: string;
  /** `sha256:…` */
  hashes: string[];
  /** Package URLs of parts; the whole is meant if there are none. */
  subcomponents: string[];
}

/** A rule by which the author of a document is believed. @public */
export interface TrustedVexRule {
  name: string;
  /** Of images that it may speak of, see {@link matchesRepository}. */
  repositories: string[];
  /** Package URLs (no version) that it may speak of, with `*`; all if empty. */
  packages: string[];
}

/** Why a document is believed or not, see {@link trustVex}. @public */
export type VexTrust =
  | { trusted: true; rules: TrustedVexRule[] }
  | { trusted: false; reason: string };

/** A document with what proves its author. @public */
export interface VexDocument {
  /** Digest of the text. */
  digest: string;
  author: string;
  source: 'attached' | 'uploaded' | 'git';
  /** The repository that it was found at or uploaded for. */
  repository: string;
  statements: VexStatement[];
  trust: VexTrust;
}

/** What a document says, read by {@link parseVex}. @public */
export interface VexParse {
  author: string;
  statements: VexStatement[];
  /** Sentences for people: what was left out, and why. */
  problems: string[];
}

/** An image that a statement may be about. @public */
export interface VexImage {
  /** Normalised. */
  repository: string;
  /** Of its index and manifests. */
  digests: readonly string[];
  tag?: string;
}

/** A vulnerability that a statement may be about. @public */
export interface VexTarget {
  advisory: string;
  /** With versions: every one of them has to be meant. */
  packageUrls: readonly string[];
  /** The image that it is in; and the golden release that brought it, where that is known. */
  images: readonly VexImage[];
}

/** A statement about a vulnerability, with whether it is believed. @public */
export interface VexVerdict {
  status: VexStatement['status'];
  justification?: string;
  impact?: string;
  action?: string;
  author: string;
  trusted: boolean;
  /** Name of the rule that trusts its author. */
  trustedBy?: string;
  /** Why it is trusted, or is not. */
  reason: string;
  statedAt: string;
  source: VexDocument['source'];
}

/** What documents come to for one vulnerability. @public */
export interface VexDecision {
  /** The trusted statement by which it is none. */
  suppression?: VexVerdict;
  /** Other statements, which change nothing; the newest first. */
  claims: VexVerdict[];
}

/** What is known about a vulnerability for one entity beside its finding. @public */
export interface AssessedVulnerability {
  layer: VulnerabilityLayer;
  layerEvidence: LayerEvidence;
  responsibility: Responsibility;
  dueAt?: string;
  knownExploited: boolean;
  upgradeTo?: GoldenReleaseReference;
  suppression?: VexVerdict;
  vexClaims: VexVerdict[];
}
