/** Package URLs as identities: the package, not one version or build of it. */
import { PackageURL } from 'packageurl-js';

/**
 * A package URL without version, qualifiers and subpath. Scanners write package
 * URLs that the specification would refuse; those lose the same parts as text.
 * @see https://github.com/package-url/purl-spec
 * @public
 */
export function normalisePackageUrl(packageUrl: string): string {
  const trimmed = packageUrl.trim();
  try {
    const { type, namespace, name } = PackageURL.fromString(trimmed);
    return new PackageURL(
      type,
      namespace,
      name,
      undefined,
      undefined,
      undefined,
    ).toString();
  } catch {
    return withoutVersion(trimmed);
  }
}

function withoutVersion(text: string): string {
  const path = text.split(/[?#]/, 1)[0];
  const at = path.lastIndexOf('@');
  // An `@` before the last slash opens an npm scope rather than a version.
  return at > path.lastIndexOf('/') + 1 ? path.slice(0, at) : path;
}
