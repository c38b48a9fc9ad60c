/*
 * The places where documents about an image can be, as they are now. They change while
 * the image doesn't, so they are what is asked for again and again; what they name is
 * content that never changes.
 */
import type { AttachmentPlace } from '@shift-down/plugin-shift-down-common';
import { attachedTag } from './attachedTag';
import type { CachedRepository } from './CachedRepository';
import type { Descriptor } from './manifest';

/** One place that holds something. @internal */
export interface Place {
  subject: string;
  place: AttachmentPlace;
  /** Manifests to read, or a tag's index of them. */
  found: { manifests: Descriptor[] } | { tagged: string };
}

/** @internal */
export interface Places {
  places: Place[];
  /** Why there may be more. */
  problem?: string;
}

const COSIGN_SUFFIXES = ['.sig', '.att', '.sbom'] as const;

/** @internal */
export async function listPlaces(
  repository: CachedRepository,
  subjects: string[],
): Promise<Places> {
  const lists = await Promise.all(
    subjects.map(async subject => {
      const [referrers, ...tags] = await Promise.all([
        referrersOf(repository, subject),
        ...COSIGN_SUFFIXES.map(suffix =>
          repository.resolveTag(attachedTag(subject, suffix)),
        ),
      ]);
      return {
        problem: referrers.problem,
        places: [
          ...referrers.places,
          ...tags.flatMap((tagged): Place[] =>
            tagged === undefined
              ? []
              : [{ subject, place: 'cosign-tag', found: { tagged } }],
          ),
        ],
      };
    }),
  );
  return {
    places: lists.flatMap(it => it.places),
    problem: lists.find(it => it.problem !== undefined)?.problem,
  };
}

async function referrersOf(
  repository: CachedRepository,
  subject: string,
): Promise<Places> {
  const listing = await repository.referrers(subject);
  if (listing.place === 'referrers') {
    const { descriptors: manifests, place, problem } = listing;
    return {
      places:
        manifests.length > 0 ? [{ subject, place, found: { manifests } }] : [],
      problem,
    };
  }
  const tagged = await repository.resolveTag(attachedTag(subject));
  return {
    places:
      tagged === undefined
        ? []
        : [{ subject, place: 'referrers-tag', found: { tagged } }],
  };
}
