/** The repository that a resource of a verification summary names. */
import { PackageURL } from 'packageurl-js';
import { parseImageReference } from '../../imageReference';

/**
 * Of `pkg:oci/name@sha256:…?repository_url=registry/path` or of an image reference, with
 * or without a scheme; normalised.
 */
export function repositoryOfResource(resource: string): string | undefined {
  if (!resource.startsWith('pkg:')) {
    return parseImageReference(resource.replace(/^[a-z]+:\/\//, '')).repository;
  }
  try {
    const { type, namespace, name, qualifiers } =
      PackageURL.fromString(resource);
    switch (type) {
      case 'oci':
        return qualifiers?.repository_url
          ? parseImageReference(qualifiers.repository_url).repository
          : undefined;
      case 'docker':
        return parseImageReference(
          [qualifiers?.repository_url, namespace, name]
            .filter(part => part)
            .join('/'),
        ).repository;
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
