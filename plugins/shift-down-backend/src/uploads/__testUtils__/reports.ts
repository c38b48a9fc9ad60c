/** Reports as Trivy writes them, each with what the test is about. */

export const DIGEST = `sha256:${'1'.repeat(64)}`;
export const MANIFEST = `sha256:${'2'.repeat(64)}`;
export const REPOSITORY = 'registry.example.com/team-a/web';
export const FOREIGN = 'registry.example.com/team-b/api';

export function imageReport(
  options: {
    repository?: string;
    digest?: string;
    /** Left out where it is null. */
    at?: string | null;
    advisories?: string[];
    more?: Record<string, unknown>;
  } = {},
) {
  const {
    advisories = ['CVE-2026-1001'],
    at = '2026-11-01T10:00:00.000Z',
    digest = DIGEST,
    more = {},
    repository = REPOSITORY,
  } = options;
  return {
    SchemaVersion: 2,
    ...(at && { CreatedAt: at }),
    ArtifactName: `${repository}:1.0`,
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'debian', Name: '12.5' },
      RepoTags: [`${repository}:1.0`],
      RepoDigests: [`${repository}@${digest}`],
    },
    Results: [
      {
        Target: 'debian',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: advisories.map(VulnerabilityID => ({
          VulnerabilityID,
          PkgName: 'libssl3',
          PkgIdentifier: { PURL: 'pkg:deb/debian/libssl3@3.0.11' },
          InstalledVersion: '3.0.11',
          FixedVersion: '3.0.13',
          Severity: 'HIGH',
          Title: 'reads past its buffer; password=hunter2-hunter2',
        })),
      },
    ],
    ...more,
  };
}

export function repositoryReport() {
  return {
    SchemaVersion: 2,
    CreatedAt: '2026-11-01T10:00:00Z',
    ArtifactName: '.',
    ArtifactType: 'filesystem',
    Results: [{ Target: 'yarn.lock', Class: 'lang-pkgs', Type: 'yarn' }],
  };
}

export function vexReport(digest = DIGEST) {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'somebody@example.com',
    timestamp: '2026-11-01T10:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-1001' },
        products: [
          {
            '@id': `pkg:oci/web@${encodeURIComponent(
              digest,
            )}?repository_url=${REPOSITORY}`,
          },
        ],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  };
}
