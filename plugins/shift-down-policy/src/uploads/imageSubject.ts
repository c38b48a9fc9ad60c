/** The image that a document names, out of the several ways in which tools name one. */
import { parseImageReference } from '../imageReference';
import { isDigest } from './fields';
import type { UploadSubject } from './types';

/**
 * @param references - `repository@sha256:…`, best first; those that are none say nothing.
 * @param names - `repository:tag`, best first.
 * @internal
 */
export function imageSubject(
  references: readonly string[],
  names: readonly string[],
  digests: readonly string[] = [],
): Extract<UploadSubject, { kind: 'image' }> {
  const byDigest = references
    .map(parseImageReference)
    .flatMap(({ repository: known, digest }) =>
      isDigest(digest) ? [{ repository: known, digest }] : [],
    );
  const [first] = byDigest;
  const named = names.filter(isReference).map(parseImageReference);
  const repository = first?.repository ?? named[0]?.repository;
  const tag = named.find(it => it.repository === repository && it.tag)?.tag;
  const found = new Set(digests.filter(isDigest));
  byDigest.forEach(it => found.add(it.digest));
  return {
    kind: 'image',
    references: byDigest,
    ...(repository && { repository }),
    digests: [...found],
    ...(tag && { tag }),
  };
}

/** Tools put the name of an archive or a folder where the reference of an image would be. */
function isReference(name: string): boolean {
  return (
    /^[a-z0-9][\w.:/@-]{0,500}$/i.test(name) && !/\.(tar|tgz|gz)$/.test(name)
  );
}

/**
 * The reference in `pkg:oci/name@sha256%3A…?repository_url=registry/path/name`.
 * @see https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md
 * @internal
 */
export function referenceOfPurl(purl: string): string | undefined {
  const match = /^pkg:oci\/[^@?]+(?:@([^?]+))?\?(.*)$/.exec(purl);
  const repository =
    match && new URLSearchParams(match[2]).get('repository_url');
  if (!repository) {
    return undefined;
  }
  const digest = match[1]?.replace(/%3a/i, ':');
  const tag = new URLSearchParams(match[2]).get('tag');
  if (isDigest(digest)) {
    return `${repository}@${digest}`;
  }
  return tag ? `${repository}:${tag}` : repository;
}
