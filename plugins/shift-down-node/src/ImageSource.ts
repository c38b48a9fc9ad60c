import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  ImageEvidence,
  ImageProblem,
} from '@shift-down/plugin-shift-down-common';

/**
 * Reads what registries hold about images. It owns the way there and the shape of what it
 * finds; when to ask, what to keep and what to make of it is the backend's.
 *
 * @remarks
 * A source contacts only hosts that config names. It never throws for what a registry
 * does: that is an outcome, with a reason for people.
 * @public
 */
export interface ImageSource {
  /** Unique and stable. */
  readonly id: string;
  /** Whether config makes this source answer for a repository (normalised). */
  covers(repository: string): boolean;
  /** Everything about one image. Rejects only when aborted. */
  inspect(
    request: ImageInspectionRequest,
    options: ImageSourceOptions,
  ): Promise<ImageInspection>;
  /** Tags of a repository, for golden images that find their own releases. */
  listTags(
    request: { repository: string; previous?: { etag: string } },
    options: ImageSourceOptions,
  ): Promise<TagListing>;
}

/** @public */
export interface ImageSourceOptions {
  signal: AbortSignal;
  logger: LoggerService;
  /** What was fetched before: content of a digest never changes. */
  contents: ContentStore;
}

/** @public */
export interface ImageInspectionRequest {
  repository: string;
  /** One of the two; the digest counts if both are given. */
  reference: { digest?: string; tag?: string };
  /**
   * What was answered before. If nothing changed since, the answer is `unchanged`, and
   * costs no more than a conditional request for each mutable place.
   */
  previous?: {
    digest: string;
    /** As answered before, unchanged: what the source needs to ask conditionally. */
    state: string;
  };
}

/** @public */
export type ImageInspection =
  | {
      outcome: 'read';
      image: ImageEvidence;
      /** Opaque, to be given back as `previous.state`. */
      state: string;
    }
  | { outcome: 'unchanged'; state: string }
  | ImageSourceProblem;

/** @public */
export type TagListing =
  | { outcome: 'read'; tags: string[]; etag?: string }
  | { outcome: 'unchanged' }
  | ImageSourceProblem;

/** @public */
export interface ImageSourceProblem {
  outcome: 'unknown';
  problem: ImageProblem;
  /** A sentence for people, without credentials. */
  reason: string;
  /** When the registry says to ask again. */
  retryAfterSeconds?: number;
}

/** Blobs by their digest, kept by the backend in its database. @public */
export interface ContentStore {
  /** The content whose digest this is, if it is kept. */
  get(digest: string): Promise<Buffer | undefined>;
  /** Keeps content that was checked against its digest; large content may be passed over. */
  put(digest: string, content: Buffer): Promise<void>;
}
