/** Whether a product of a statement is an image. */
import { parseImageReference } from '../../imageReference';
import type { VexImage, VexProduct } from '../types';
import { parsePackageUrl } from './packageUrls';

const IMAGE_TYPES = new Set(['oci', 'docker']);
const DIGEST = /^sha(256|512):[0-9a-f]+$/;

/** Whether a package URL names an image rather than a package in one. */
export function isImagePackageUrl(text: string): boolean {
  const purl = parsePackageUrl(text);
  return purl !== undefined && IMAGE_TYPES.has(purl.type ?? '');
}

/**
 * Whether a product is this image: by a digest, by a package URL of type `oci` or
 * `docker`, or by a reference as it is written in a Dockerfile.
 * @see https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md
 */
export function isImage(product: VexProduct, image: VexImage): boolean {
  const { hashes, id } = product;
  if (hashes.length > 0 && hashes.some(hash => image.digests.includes(hash))) {
    return true;
  }
  if (!id) {
    return false;
  }
  if (DIGEST.test(id)) {
    return image.digests.includes(id);
  }
  return id.startsWith('pkg:')
    ? isImageByPackageUrl(id, image)
    : isImageByReference(id, image);
}

function isImageByReference(text: string, image: VexImage): boolean {
  const { repository, digest, tag } = parseImageReference(text);
  return (
    repository === image.repository &&
    (digest ? image.digests.includes(digest) : !tag || tag === image.tag)
  );
}

function isImageByPackageUrl(text: string, image: VexImage): boolean {
  const purl = parsePackageUrl(text);
  if (!purl || !IMAGE_TYPES.has(purl.type ?? '')) {
    return false;
  }
  const { version, qualifiers } = purl;
  const { repository_url: url, tag, ...others } = qualifiers ?? {};
  const name = [purl.namespace, purl.name].filter(Boolean).join('/');
  const isNamed = url
    ? isRepository(url, name, image.repository)
    : isNameOf(name, image.repository, purl.type);
  if (!isNamed) {
    return false;
  }
  const digest = version && DIGEST.test(version) ? version : undefined;
  if (digest) {
    // A digest names one image, whatever else is said of it.
    return image.digests.includes(digest);
  }
  // Of `docker` the version is a tag.
  return (
    (!version || version === image.tag) &&
    (!tag || tag === image.tag) &&
    Object.keys(others).length === 0
  );
}

/** The URL may end with the name or with what is in front of it. */
function isRepository(url: string, name: string, repository: string): boolean {
  const bare = url.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const last = name.split('/').at(-1);
  return [bare, `${bare}/${name}`].some(
    text =>
      parseImageReference(text).repository === repository &&
      repository.toLowerCase().endsWith(`/${last}`),
  );
}

function isNameOf(name: string, repository: string, type?: string): boolean {
  return type === 'docker'
    ? parseImageReference(name).repository === repository
    : repository.toLowerCase().endsWith(`/${name}`);
}
