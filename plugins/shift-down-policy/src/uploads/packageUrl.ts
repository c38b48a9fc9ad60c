/** Package URLs of packages that a scanner gave none for. */
import { PackageURL } from 'packageurl-js';

const OPERATING_SYSTEM_TYPES: Record<string, string> = {
  alpine: 'apk',
  chainguard: 'apk',
  debian: 'deb',
  ubuntu: 'deb',
  wolfi: 'apk',
};

/** By the names that Trivy and Grype have for kinds of packages. */
const LANGUAGE_TYPES: Record<string, string> = {
  bundler: 'gem',
  cargo: 'cargo',
  composer: 'composer',
  dotnet: 'nuget',
  'dotnet-core': 'nuget',
  gem: 'gem',
  gemspec: 'gem',
  'go-module': 'golang',
  gobinary: 'golang',
  gomod: 'golang',
  gradle: 'maven',
  jar: 'maven',
  'java-archive': 'maven',
  'node-pkg': 'npm',
  npm: 'npm',
  nuget: 'nuget',
  'php-composer': 'composer',
  pip: 'pypi',
  pnpm: 'npm',
  poetry: 'pypi',
  pom: 'maven',
  python: 'pypi',
  'python-pkg': 'pypi',
  'rust-crate': 'cargo',
  rustbinary: 'cargo',
  yarn: 'npm',
};

/**
 * Packages of an operating system are named within it; those of a language may carry a
 * namespace in the name.
 * @internal
 */
export function buildPackageUrl(options: {
  isOperatingSystem: boolean;
  packageType: string;
  operatingSystem: string;
  name: string;
  version: string;
}): string {
  const { isOperatingSystem, operatingSystem, packageType } = options;
  const version = options.version || undefined;
  if (isOperatingSystem && operatingSystem) {
    const type = OPERATING_SYSTEM_TYPES[operatingSystem] ?? 'rpm';
    return toText(type, operatingSystem, options.name, version);
  }
  const type = LANGUAGE_TYPES[packageType] ?? 'generic';
  const path = type === 'maven' ? options.name.replace(':', '/') : options.name;
  const slash = path.lastIndexOf('/');
  return toText(
    type,
    slash > 0 ? path.slice(0, slash) : undefined,
    path.slice(slash + 1) || path,
    version,
  );
}

function toText(
  type: string,
  namespace: string | undefined,
  name: string,
  version: string | undefined,
): string {
  return new PackageURL(
    type,
    namespace,
    name,
    version,
    undefined,
    undefined,
  ).toString();
}
