/**
 * What a registry holds about an image, normalised, and what is made of it. A source of
 * images reads the first; the rest is judged from it, and never read from it.
 */

/** One platform's image: a manifest and its configuration. @public */
export interface PlatformImage {
  /** Of the manifest, `sha256:…`. */
  digest: string;
  /** `os/architecture[/variant]`, such as `linux/arm64/v8`. */
  platform: string;
  /** ISO 8601, as the configuration says; anybody can write anything there. */
  created?: string;
  /**
   * Digests of the uncompressed layers, lowest first: `rootfs.diff_ids`.
   * @see https://github.com/opencontainers/image-spec/blob/main/config.md
   */
  diffIds: string[];
  /** As stored, lowest first: digest of the blob and its size in bytes. */
  layers: { digest: string; size: number }[];
  /** Annotations of the manifest over labels of the configuration, by an allow-list. */
  annotations: Record<string, string>;
}

/** Where a document was found that speaks about an image. @public */
export type AttachmentPlace =
  /** The registry's referrers API. */
  | 'referrers'
  /** The tag `sha256-<hex>` that stands in for the referrers API. */
  | 'referrers-tag'
  /** Cosign's tags `sha256-<hex>.sig`, `.att` and `.sbom`. */
  | 'cosign-tag'
  /** A manifest beside the image in its own index, as BuildKit writes them. */
  | 'index'
  /** Beside the golden image in Git, or uploaded by a pipeline. */
  | 'declared';

/** A document that speaks about an image; who wrote it is still to be proved. @public */
export interface ImageAttachment {
  /** Digest of the manifest or index that it is attached to. */
  subject: string;
  place: AttachmentPlace;
  /** Of the document itself. */
  digest: string;
  /** Of the manifest that carries it, else of its configuration; empty if neither. */
  artifactType: string;
  /** Of the document. */
  mediaType: string;
  /** Of the layer over those of the manifest; cosign keeps signatures here. */
  annotations: Record<string, string>;
  /** The document as it is, UTF-8; unset if it could not be read. */
  content?: string;
  /** Why there is no content. */
  problem?: string;
}

/** Everything that a registry says about one image. @public */
export interface ImageEvidence {
  /** Normalised registry and path. */
  repository: string;
  /** Of what the reference names: an index or a manifest. */
  digest: string;
  /** Whether that is an index. */
  isIndex: boolean;
  platforms: PlatformImage[];
  attachments: ImageAttachment[];
  /** Why there may be more attachments than these; absence is unknown then. */
  attachmentsProblem?: string;
}

/** Why nothing can be said about an image. @public */
export const IMAGE_PROBLEMS = [
  'registry-not-configured',
  'no-digest',
  'not-found',
  'unauthorised',
  'rate-limited',
  'unavailable',
  'invalid',
  'too-large',
  'refused',
] as const;

/** {@inheritDoc IMAGE_PROBLEMS} @public */
export type ImageProblem = (typeof IMAGE_PROBLEMS)[number];

/** A release of a golden image. @public */
export interface GoldenReleaseReference {
  /** Name of the golden image. */
  image: string;
  version: string;
}

/**
 * What an image was built on.
 *
 * @remarks
 * `unknown` is not `not-golden`: a squashed or rebuilt image shares no layer with its
 * base and may be built on it all the same.
 * @public
 */
export type Lineage =
  | {
      state: 'golden';
      /** The newest of those that it can be. */
      release: GoldenReleaseReference;
      /** Others with the very same layers. */
      alternatives: GoldenReleaseReference[];
      /**
       * `release`: it is the release; `layers`: its lowest layers are the release's;
       * `provenance`: those, and signed provenance names it; `patched`: it is the release
       * with patches of its packages on top.
       */
      evidence: 'release' | 'layers' | 'provenance' | 'patched';
      /** So many of its lowest layers are the release's. */
      baseLayers: number;
    }
  | {
      state: 'not-golden' | 'unknown';
      /** A sentence for people. */
      reason: string;
      /** What it says itself, unproved: a reference of its base. */
      hint?: string;
    };

/** How an image stands with the release that it was built on. @public */
export type GoldenStatus =
  | { state: 'current' }
  | {
      state: 'behind';
      /** Newer releases of its channel. */
      releases: number;
      /** Since the first of them was released. */
      days: number;
      newest: GoldenReleaseReference;
    }
  | {
      state: 'out-of-support';
      /** ISO 8601 date. */
      since: string;
      newest?: GoldenReleaseReference;
    }
  | { state: 'retired'; replacement?: string }
  | { state: 'not-golden'; reason: string }
  | { state: 'unknown'; reason: string };

/** @public */
export type GoldenState = GoldenStatus['state'];

/**
 * A verdict on something that an image should come with.
 *
 * @remarks
 * `unverified`: it is there and proves nothing, `reason` says why. `absent` needs that
 * every place was looked at. `unset`: nobody said whom to trust.
 * @public
 */
export interface AttestationVerdict {
  state: 'verified' | 'unverified' | 'absent' | 'unset' | 'unknown';
  /** A sentence for people. */
  reason: string;
  /** Closed code of `reason`, see the verifier's own list; empty when verified. */
  code: string;
  /** Name of the trust rule that it was verified by. */
  by?: string;
  /** Identity in the certificate, or name of the key. */
  signer?: string;
  /** ISO 8601, of a trusted timestamp. */
  signedAt?: string;
}

/** What is known about how an image was built. @public */
export interface ProvenanceVerdict extends AttestationVerdict {
  /** SLSA Build level by our own trust list, 0 to 3; only when verified. */
  level?: 0 | 1 | 2 | 3;
  builder?: string;
  /** Canonical, as it says. */
  source?: string;
  /** Revision of the source. */
  revision?: string;
  buildType?: string;
  /** Digests that it names as materials, of every stage. */
  materials?: { uri: string; digest: string }[];
}

/** Whether there is a bill of materials. @public */
export interface SbomVerdict {
  state: 'present' | 'absent' | 'unknown';
  reason: string;
  format?: 'cyclonedx' | 'spdx';
  /** ISO 8601 */
  createdAt?: string;
  packages?: number;
  /** Whether its signature was verified. */
  signed?: boolean;
}

/** Everything that is made of one image. @public */
export interface ImageAssessment {
  lineage: Lineage;
  status: GoldenStatus;
  signature: AttestationVerdict;
  provenance: ProvenanceVerdict;
  /** Summaries of verifications by configured verifiers. */
  verificationSummary: AttestationVerdict;
  sbom: SbomVerdict;
  /** Platforms, for the picture: layers with sizes, lowest first. */
  layers: { digest: string; size: number; isBase: boolean }[];
  /** ISO 8601; when something of it changes by itself. */
  validUntil?: string;
}
