/** Small documents of each format, as their tools write them. */

export const INDEX = `sha256:${'1'.repeat(64)}`;
export const MANIFEST = `sha256:${'2'.repeat(64)}`;
export const BASE_LAYER = `sha256:${'a'.repeat(64)}`;
export const APP_LAYER = `sha256:${'b'.repeat(64)}`;

const OS = { Family: 'debian', Name: '12.5' };

export function trivyVulnerability(changes: Record<string, unknown> = {}) {
  return {
    VulnerabilityID: 'CVE-2026-1001',
    PkgID: 'libssl3@3.0.11',
    PkgName: 'libssl3',
    PkgIdentifier: {
      PURL: 'pkg:deb/debian/libssl3@3.0.11?arch=amd64&distro=debian-12.5',
      UID: '7f9c',
    },
    InstalledVersion: '3.0.11',
    FixedVersion: '3.0.13',
    Status: 'fixed',
    Layer: { Digest: MANIFEST, DiffID: BASE_LAYER },
    PrimaryURL: 'https://avd.aquasec.com/nvd/cve-2026-1001',
    Title: 'libssl: a handshake reads past its buffer',
    Severity: 'HIGH',
    CVSS: { nvd: { V3Score: 7.5 }, redhat: { V3Score: 5.9 } },
    ...changes,
  };
}

export function trivyImage(changes: Record<string, unknown> = {}) {
  return {
    SchemaVersion: 2,
    CreatedAt: '2026-06-01T10:00:00.123456789Z',
    ArtifactName: 'registry.example.com/team/web:1.4.0',
    ArtifactType: 'container_image',
    Metadata: {
      OS,
      ImageID: `sha256:${'c'.repeat(64)}`,
      DiffIDs: [BASE_LAYER, APP_LAYER],
      RepoTags: ['registry.example.com/team/web:1.4.0'],
      RepoDigests: [`registry.example.com/team/web@${INDEX}`],
    },
    Results: [
      {
        Target: 'registry.example.com/team/web:1.4.0 (debian 12.5)',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: [trivyVulnerability()],
      },
      {
        Target: 'Node.js',
        Class: 'lang-pkgs',
        Type: 'node-pkg',
        Vulnerabilities: [
          trivyVulnerability({
            VulnerabilityID: 'CVE-2026-2002',
            PkgName: '@scope/parser',
            PkgIdentifier: { PURL: 'pkg:npm/%40scope/parser@1.0.0' },
            InstalledVersion: '1.0.0',
            FixedVersion: undefined,
            Layer: { DiffID: APP_LAYER },
            Severity: 'CRITICAL',
            CVSS: undefined,
          }),
        ],
      },
    ],
    ...changes,
  };
}

export function trivyRepository() {
  return {
    SchemaVersion: 2,
    CreatedAt: '2026-06-01T10:00:00Z',
    ArtifactName: '.',
    ArtifactType: 'filesystem',
    Metadata: { ImageConfig: { architecture: '' } },
    Results: [
      {
        Target: 'yarn.lock',
        Class: 'lang-pkgs',
        Type: 'yarn',
        Vulnerabilities: [
          trivyVulnerability({
            PkgName: 'parser',
            PkgIdentifier: {},
            Layer: {},
            InstalledVersion: '2.0.0',
          }),
        ],
      },
    ],
  };
}

export function grypeImage(changes: Record<string, unknown> = {}) {
  return {
    matches: [
      {
        vulnerability: {
          id: 'CVE-2026-1001',
          dataSource:
            'https://security-tracker.debian.org/tracker/CVE-2026-1001',
          namespace: 'debian:distro:debian:12',
          severity: 'High',
          urls: [],
          description: 'libssl reads past its buffer',
          cvss: [{ version: '3.1', metrics: { baseScore: 7.5 } }],
          fix: { versions: ['3.0.13'], state: 'fixed' },
        },
        relatedVulnerabilities: [{ id: 'CVE-2026-1001' }],
        matchDetails: [],
        artifact: {
          id: 'f00d',
          name: 'libssl3',
          version: '3.0.11',
          type: 'deb',
          locations: [{ path: '/var/lib/dpkg/status', layerID: BASE_LAYER }],
          purl: 'pkg:deb/debian/libssl3@3.0.11?arch=amd64&upstream=openssl',
        },
      },
      {
        vulnerability: {
          id: 'GHSA-2222-3333-4444',
          severity: 'Negligible',
          fix: { versions: [], state: 'not-fixed' },
        },
        relatedVulnerabilities: [{ id: 'CVE-2026-2002' }],
        artifact: {
          name: '@scope/parser',
          version: '1.0.0',
          type: 'npm',
          locations: [{ path: '/app/package.json', layerID: APP_LAYER }],
          purl: 'pkg:npm/%40scope/parser@1.0.0',
        },
      },
    ],
    source: {
      type: 'image',
      target: {
        userInput: 'registry.example.com/team/web:1.4.0',
        imageID: `sha256:${'c'.repeat(64)}`,
        manifestDigest: MANIFEST,
        tags: ['registry.example.com/team/web:1.4.0'],
        repoDigests: [`registry.example.com/team/web@${INDEX}`],
      },
    },
    distro: { name: 'debian', version: '12', idLike: [] },
    descriptor: {
      name: 'grype',
      version: '0.100.0',
      timestamp: '2026-06-01T12:00:00+02:00',
    },
    ...changes,
  };
}

export function sarif(changes: Record<string, unknown> = {}) {
  return {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'Trivy',
            version: '0.66.0',
            rules: [
              {
                id: 'CVE-2026-2002',
                shortDescription: { text: 'parser: runs what it reads' },
                helpUri: 'https://avd.aquasec.com/nvd/cve-2026-2002',
                properties: { 'security-severity': '9.8' },
              },
            ],
          },
        },
        results: [
          {
            ruleId: 'CVE-2026-2002',
            ruleIndex: 0,
            level: 'error',
            message: {
              text: 'Package: parser\nInstalled Version: 2.0.0\nVulnerability CVE-2026-2002\nSeverity: HIGH\nFixed Version: 2.0.1\nLink: [CVE-2026-2002](https://avd.aquasec.com)',
            },
          },
          { ruleId: 'js/xss', message: { text: 'Unescaped output' } },
          { ruleId: 'CVE-2026-3003', message: { text: 'Something' } },
        ],
        ...changes,
      },
    ],
  };
}

export function cyclonedx(changes: Record<string, unknown> = {}) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    version: 1,
    metadata: {
      timestamp: '2026-06-01T10:00:00Z',
      tools: { components: [{ name: 'syft', version: '1.30.0' }] },
      component: {
        'bom-ref': 'image',
        type: 'container',
        name: 'registry.example.com/team/web',
        version: MANIFEST,
      },
    },
    components: [
      {
        'bom-ref': 'parser',
        type: 'library',
        name: 'parser',
        version: '2.0.0',
        purl: 'pkg:npm/parser@2.0.0',
        properties: [{ name: 'syft:location:0:layerID', value: APP_LAYER }],
      },
      {
        'bom-ref': 'os',
        type: 'operating-system',
        name: 'debian',
        version: '12',
      },
    ],
    ...changes,
  };
}

export function cyclonedxVulnerability(changes: Record<string, unknown> = {}) {
  return {
    id: 'CVE-2026-2002',
    source: {
      name: 'NVD',
      url: 'https://nvd.nist.gov/vuln/detail/CVE-2026-2002',
    },
    ratings: [
      { severity: 'medium', method: 'CVSSv31', score: 6.1 },
      { severity: 'high', method: 'other' },
    ],
    description: 'parser runs what it reads',
    recommendation:
      'Upgrade parser to version 2.0.1; Upgrade other to version 9',
    affects: [{ ref: 'parser' }],
    ...changes,
  };
}

export function openvex(changes: Record<string, unknown> = {}) {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'security@example.com',
    timestamp: '2026-06-01T10:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-2002' },
        products: [
          {
            '@id': `pkg:oci/web@${INDEX.replace(
              ':',
              '%3A',
            )}?repository_url=registry.example.com/team/web`,
          },
        ],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
      },
    ],
    ...changes,
  };
}
