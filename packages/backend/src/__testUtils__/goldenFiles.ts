// What the platform declares of its golden image, with reports beside it.
import type { Made } from 'image-kit';

/** Where they are published. */
export const GOLDEN = 'golden/debian';
/** Days since each was released, and until its support ends. */
const RELEASES = {
  '1.0.0': { released: -300, supportedUntil: -60 },
  '1.1.0': { released: -200, supportedUntil: 200 },
  '1.2.0': { released: -20, supportedUntil: 400 },
  '1.3.0': { released: -1, supportedUntil: 400 },
};
export type Version = keyof typeof RELEASES;

/** The `GoldenImage` file and the reports beside it, by path. */
export function goldenFiles(
  host: string,
  releases: Map<Version, Made>,
  platformKey: string,
): Record<string, unknown> {
  const repository = `${host}/${GOLDEN}`;
  const reportOf = (version: string) => `reports/${version}.trivy.json`;
  return {
    // JSON is YAML.
    'debian.yaml': {
      apiVersion: 'shift-down.io/v1alpha1',
      kind: 'GoldenImage',
      metadata: { name: 'debian', title: 'Debian' },
      spec: {
        owner: 'group:default/platform',
        repository,
        channels: [{ name: 'stable' }],
        releases: [...releases].map(([version, made]) => ({
          version,
          released: day(RELEASES[version].released),
          supportedUntil: day(RELEASES[version].supportedUntil),
          digests: { index: made.descriptor.digest },
          ...(['1.1.0', '1.2.0'].includes(version) && {
            report: reportOf(version),
          }),
        })),
        trust: {
          keys: { platform: platformKey },
          signatures: [
            {
              name: 'the platform team',
              repositories: [repository],
              signer: { key: 'platform' },
            },
          ],
        },
      },
    },
    [reportOf('1.1.0')]: report(`${repository}:1.1.0`, [
      'CVE-2026-1',
      'CVE-2026-2',
    ]),
    [reportOf('1.2.0')]: report(`${repository}:1.2.0`, ['CVE-2026-2']),
  };
}

function report(reference: string, advisories: string[]): object {
  return {
    SchemaVersion: 2,
    Trivy: { Version: '0.69.3' },
    CreatedAt: new Date(Date.now() - 3_600_000).toISOString(),
    ArtifactName: reference,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12.1' } },
    Results: [
      {
        Target: `${reference} (debian 12.1)`,
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: advisories.map(it => ({
          VulnerabilityID: it,
          PkgName: 'libc6',
          PkgIdentifier: { PURL: 'pkg:deb/debian/libc6@2.36-9?arch=amd64' },
          InstalledVersion: '2.36-9',
          FixedVersion: '2.36-10',
          Severity: 'HIGH',
          Title: 'An overflow',
        })),
      },
    ],
  };
}

function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}
