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
  /** Full ref of a group. */
  owner: string;
  /** Full ref of a system that it is part of. */
  system?: string;
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
  /**
   * Why there may be more golden images or releases than these: a file that could not be
   * read, tags that could not be listed. Nothing is `not-golden` then.
   */
  problem?: string;
  /** One for each release of an image; releases found by tag are in `images` too. */
  facts: GoldenReleaseFacts[];
}

/** What files of golden images say. @public */
export interface GoldenImageParse {
  images: GoldenImage[];
  /** Sentences for people, each with file, document and field. */
  problems: string[];
  /** Whether every document was understood: else there are more golden images than these. */
  isComplete: boolean;
}

/** Whether a release is still maintained. @public */
export interface SupportState {
  /** `unknown` where nobody said until when. */
  state: 'supported' | 'out-of-support' | 'unknown';
  /** ISO 8601 date, the last day of support. */
  until?: string;
  /** ISO 8601 date, the first day without support, if that has come. */
  since?: string;
}

/** A release with the image it is of, its dates filled in and what is known of it. @public */
export interface IndexedRelease extends GoldenReleaseReference {
  golden: GoldenImage;
  release: GoldenRelease;
  facts?: GoldenReleaseFacts;
}

/** Golden releases, to be found by digest and by their layers. @public */
export interface GoldenIndex {
  /** With every release dated as far as it can be, and newest first within its channel. */
  images: readonly GoldenImage[];
  /** {@inheritDoc GoldenCatalogue.problem} */
  problem?: string;
  /** Releases whose layers are not known, so that anything might be built on them. */
  unread: readonly IndexedRelease[];
  image(name: string): GoldenImage | undefined;
  release(reference: GoldenReleaseReference): IndexedRelease | undefined;
  /** Releases of one channel, newest first. */
  channel(image: string, channel: string): readonly IndexedRelease[];
  /** Releases with this digest of an index or a manifest. */
  byDigest(digest: string): readonly IndexedRelease[];
  /** Golden images that are published in a repository (normalised). */
  byRepository(repository: string): readonly GoldenImage[];
  /** Releases with the longest list of layers that these begin with. */
  byLayers(
    diffIds: readonly string[],
    platform: string,
  ): { releases: readonly IndexedRelease[]; layers: number } | undefined;
}

/** A vulnerability in what an upgrade changes. @public */
export interface AdvisoryReference {
  advisory: string;
  packageName: string;
  severity: Severity;
}

/** What moving from one release to another changes. @public */
export interface UpgradeAdvice {
  from: GoldenReleaseReference;
  to: GoldenReleaseReference;
  /** The line for a Dockerfile, exactly. */
  fromLine: string;
  /** Whether both releases have a report; if not, nothing can be said. */
  compared: boolean;
  /** Why they could not be compared. */
  reason?: string;
  /** Most severe first. */
  removes: AdvisoryReference[];
  leaves: AdvisoryReference[];
  adds: AdvisoryReference[];
}
