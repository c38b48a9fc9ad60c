import { digestOf } from '../fingerprint';

/** What a reference names: the digest counts, else the tag, else `latest`. @public */
export function imageVersion(reference: {
  digest?: string | null;
  tag?: string | null;
}): string {
  return reference.digest || reference.tag || 'latest';
}

/**
 * Id of an image as workloads name it.
 * @param repository - Normalised, see {@link parseImageReference}.
 * @param version - See {@link imageVersion}.
 * @public
 */
export function imageId(repository: string, version: string): string {
  return digestOf(['image', repository, version]);
}
