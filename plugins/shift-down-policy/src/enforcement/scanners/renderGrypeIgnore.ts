/**
 * Ignore rules of Grype's configuration.
 * https://github.com/anchore/grype#specifying-matches-to-ignore
 */
import { PackageURL } from 'packageurl-js';
import { stringify } from 'yaml';
import type { ExceptedVulnerability } from '../types';

/** Types of package URLs, and what Grype calls them. */
const TYPES: Readonly<Record<string, string>> = {
  apk: 'apk',
  cargo: 'rust-crate',
  composer: 'php-composer',
  deb: 'deb',
  gem: 'gem',
  golang: 'go-module',
  maven: 'java-archive',
  npm: 'npm',
  nuget: 'dotnet',
  pypi: 'python',
  rpm: 'rpm',
};

/** Types whose packages Grype calls by their namespace too. */
const NAMED_IN_FULL = new Set(['composer', 'golang', 'npm']);

/**
 * Rules for Grype, as YAML. They know no end and no images: a document is to be fetched
 * anew for each scan, and to hold those of one image repository.
 * @public
 */
export function renderGrypeIgnore(
  vulnerabilities: readonly ExceptedVulnerability[],
): string {
  return stringify(
    {
      ignore: vulnerabilities.map(
        ({ advisory, exception, justification, packageUrl, until }) => ({
          vulnerability: advisory,
          reason: `Exception ${exception}, until ${until}: ${justification}`,
          ...(packageUrl !== '' && { package: packageOf(packageUrl) }),
        }),
      ),
    },
    { lineWidth: 0 },
  );
}

function packageOf(packageUrl: string): { name: string; type?: string } {
  const parsed = parse(packageUrl);
  if (!parsed) {
    return { name: asPattern(packageUrl) };
  }
  const { type, namespace, name } = parsed;
  return {
    name: asPattern(
      namespace && NAMED_IN_FULL.has(type) ? `${namespace}/${name}` : name,
    ),
    ...(Object.hasOwn(TYPES, type) && { type: TYPES[type] }),
  };
}

function parse(packageUrl: string) {
  try {
    const { type, namespace, name } = PackageURL.fromString(packageUrl);
    return { type: type ?? '', namespace, name: name ?? '' };
  } catch {
    return undefined;
  }
}

/** Grype takes names for regular expressions. */
function asPattern(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
