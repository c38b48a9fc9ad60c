/** Golden images as they are judged: what the platform declared, and what registries say. */
import type {
  GoldenReleaseReference,
  PlatformImage,
  Severity,
} from '@shift-down/plugin-shift-down-common';
import type { SupplyChainRules } from '../supplyChain/types';

/**
 * A golden image as its file in Git declares it (`shift-down.io/v1alpha1`, kind
 * `GoldenImage`), read by `parseGoldenImages`.
 * @public
 */
export interface GoldenImage {
  /** Name of the catalog entity too: RFC 1123, unique. */
  name: string;
  title?: string;
  description?: string;
  /** Ref of a group. */
  owner: string;
  /** Normalised registry and path. */
  repository: string;
  /** Lines of releases that go on beside each other, such as `22-lts`; at least one. */
  channels: GoldenChannel[];
  /** As declared, in no order. */
  releases: GoldenRelease[];
  /** How to find more of them from the tags of the repository. */
  discovery?: ReleaseDiscovery;
  /** Nobody is to build on it any more. */
  retired?: { since?: string; replacement?: string };
  /** Whom to trust with its own releases' signatures, provenance and VEX. */
  trust?: SupplyChainRules;
  /** Paths beside its file: VEX documents, reviewed with it. */
  vex: string[];
  /** Where its file is, for people. */
  location: string;
}

/** @public */
export interface GoldenChannel {
  name: string;
  description?: string;
  /** Days that a discovered release is supported after it was released. */
  supportDays?: number;
}

/** @public */
export interface GoldenRelease {
  version: string;
  /** Name of a channel. */
  channel: string;
  /** ISO 8601 date. */
  released?: string;
  /** ISO 8601 date, the last day of support. */
  supportedUntil?: string;
  /** Tag of the release; the version if it has none of its own. */
  tag?: string;
  /** By platform; of the index under `index`. Empty for one that was found by its tag. */
  digests: Record<string, string>;
  /** Path beside its file: a Trivy or Grype report of exactly this release. */
  report?: string;
  /** Whether it is written in the file, and not found by its tag. */
  declared: boolean;
}

/**
 * Tags that are releases. `semver`: order and channel by version; `calendar`: the tag
 * begins with a date. `pattern` is RE2, anchored by us, and may name the groups `version`
 * and `channel`.
 * @public
 */
export interface ReleaseDiscovery {
  rule: 'semver' | 'calendar';
  pattern?: string;
  /** Channel of what names none. */
  channel?: string;
}

/** What is known of a release beside its declaration. @public */
export interface GoldenReleaseFacts extends GoldenReleaseReference {
  /** Digest of the index or manifest that its tag or declaration names. */
  digest?: string;
  platforms: PlatformImage[];
  /** Why its layers are not known. */
  problem?: string;
  /** Its newest report; unset where nobody scanned it. */
  report?: ReleaseReport;
}

/** @public */
export interface ReleaseReport {
  scanner: string;
  /** ISO 8601 */
  observedAt: string;
  vulnerabilities: ReleaseVulnerability[];
}

/** @public */
export interface ReleaseVulnerability {
  advisory: string;
  /** Normalised: no version, no qualifiers. */
  packageUrl: string;
  packageName: string;
  installedVersion: string;
  fixedVersion: string;
  severity: Severity;
}

/** Every golden image with every release, declared and found, and what is known of them. @public */
export interface GoldenCatalogue {
  images: GoldenImage[];
  /** One for each release of an image; releases found by tag are in `images` too. */
  facts: GoldenReleaseFacts[];
}
