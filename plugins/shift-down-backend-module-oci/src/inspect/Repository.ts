// A repository, wherever it is kept. What goes wrong is a `ProblemError`.
import type { Descriptor } from './manifest';

/** @internal */
export interface Repository {
  /** Normalised registry and path. */
  readonly name: string;
  /** What a tag names now; undefined if there is no such tag. */
  resolveTag(tag: string): Promise<string | undefined>;
  /** A manifest or an index, checked against its digest. */
  manifest(digest: string): Promise<Buffer>;
  /** Content that a manifest names, checked against its digest. */
  blob(descriptor: Descriptor, limit: number): Promise<Buffer>;
  /** Manifests that name this digest as their subject. */
  referrers(digest: string): Promise<ReferrersListing>;
}

/** @internal */
export type ReferrersListing =
  /** The registry's API. */
  | { place: 'referrers'; descriptors: Descriptor[]; problem?: string }
  /** There is no such API, so that a tag stands in. */
  | { place: 'referrers-tag' };
