import {
  APP_LAYER,
  BASE_LAYER,
  INDEX,
  MANIFEST,
  cyclonedx,
  cyclonedxVulnerability,
  grypeImage,
  openvex,
  sarif,
  trivyImage,
  trivyRepository,
  trivyVulnerability,
} from './__testUtils__/documents';
import { normalisePackageUrl } from '../packageUrl';
import { detectFormat, parseUpload } from './parseUpload';

const REPOSITORY = 'registry.example.com/team/web';
const REFERENCES = [{ repository: REPOSITORY, digest: INDEX }];

describe('the format', () => {
  it.each([
    ['trivy', trivyImage()],
    ['trivy', trivyRepository()],
    ['grype', grypeImage()],
    ['sarif', sarif()],
    ['cyclonedx', cyclonedx()],
    ['openvex', openvex()],
    [undefined, {}],
    [undefined, null],
    [undefined, [trivyImage()]],
    [undefined, 'text'],
    [undefined, { spdxVersion: 'SPDX-2.3' }],
  ])('of a document is told: %s', (format, document) => {
    expect(detectFormat(document)).toBe(format);
  });
});

describe('Trivy', () => {
  it('says what it found where', () => {
    expect(parseUpload('trivy', trivyImage())).toEqual({
      format: 'trivy',
      tool: { name: 'Trivy', version: '' },
      observedAt: '2026-06-01T10:00:00.123Z',
      subject: {
        kind: 'image',
        references: REFERENCES,
        repository: REPOSITORY,
        digests: [INDEX],
        tag: '1.4.0',
      },
      isScan: true,
      vulnerabilities: [
        {
          type: 'vulnerability',
          advisory: 'CVE-2026-1001',
          packageUrl:
            'pkg:deb/debian/libssl3@3.0.11?arch=amd64&distro=debian-12.5',
          packageName: 'libssl3',
          installedVersion: '3.0.11',
          fixedVersion: '3.0.13',
          severity: 'high',
          title: 'libssl: a handshake reads past its buffer',
          url: 'https://avd.aquasec.com/nvd/cve-2026-1001',
          score: 7.5,
          packageClass: 'os',
          layerDiffId: BASE_LAYER,
        },
        expect.objectContaining({
          advisory: 'CVE-2026-2002',
          packageUrl: 'pkg:npm/%40scope/parser@1.0.0',
          fixedVersion: '',
          severity: 'critical',
          packageClass: 'library',
          layerDiffId: APP_LAYER,
        }),
      ],
      os: 'debian 12.5',
      osEndOfLife: false,
      ignored: [],
    });
  });

  it('speaks of a repository where it scanned one', () => {
    const { subject, vulnerabilities } = parseUpload(
      'trivy',
      trivyRepository(),
    );
    expect(subject).toEqual({ kind: 'repository' });
    expect(vulnerabilities).toMatchObject([
      { packageUrl: 'pkg:npm/parser@2.0.0', packageClass: 'library' },
    ]);
  });

  it('is no scan of packages where it looked for other things', () => {
    const read = parseUpload(
      'trivy',
      trivyImage({
        Results: [
          {
            Target: '/app/.env',
            Class: 'secret',
            Secrets: [{ RuleID: 'aws', Match: 'AKIA…' }],
          },
          {
            Target: 'Dockerfile',
            Class: 'config',
            Misconfigurations: [{}, {}],
          },
        ],
      }),
    );
    expect(read.isScan).toBe(false);
    expect(read.ignored.map(it => it.what)).toEqual([
      '1 secret',
      '2 misconfigurations',
      'the report as a scan',
    ]);
    expect(JSON.stringify(read)).not.toContain('AKIA');
  });

  it('is no scan of packages where it has no results at all', () => {
    expect(parseUpload('trivy', trivyImage({ Results: null })).isScan).toBe(
      false,
    );
  });

  it('names no digest where nothing was pulled or pushed', () => {
    const { subject } = parseUpload(
      'trivy',
      trivyImage({ ArtifactName: 'web.tar', Metadata: {} }),
    );
    expect(subject).toEqual({ kind: 'image', references: [], digests: [] });
  });

  it('keeps the worse of two that lie at several paths', () => {
    const results = [
      {
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: [
          trivyVulnerability({ Severity: 'LOW' }),
          trivyVulnerability({ Severity: 'HIGH' }),
          trivyVulnerability({ Severity: 'LOW' }),
        ],
      },
    ];
    expect(
      parseUpload('trivy', trivyImage({ Results: results })).vulnerabilities,
    ).toMatchObject([{ severity: 'high' }]);
  });

  it('spills no secret that a text holds', () => {
    const results = [
      {
        Class: 'os-pkgs',
        Vulnerabilities: [
          trivyVulnerability({
            Title: 'set DB_PASSWORD=hunter2-hunter2 to see it',
            PrimaryURL: 'https://user:hunter2-hunter2@example.com/',
          }),
        ],
      },
    ];
    const read = parseUpload('trivy', trivyImage({ Results: results }));
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });
});

describe('Grype', () => {
  it('names the same vulnerabilities of the same packages as Trivy', () => {
    const identities = (format: 'trivy' | 'grype', document: unknown) =>
      parseUpload(format, document).vulnerabilities.map(
        it => `${it.advisory} ${normalisePackageUrl(it.packageUrl)}`,
      );
    expect(identities('grype', grypeImage())).toEqual(
      identities('trivy', trivyImage()),
    );
  });

  it('says what it found where', () => {
    const read = parseUpload('grype', grypeImage());
    expect(read).toMatchObject({
      tool: { name: 'Grype', version: '0.100.0' },
      observedAt: '2026-06-01T10:00:00.000Z',
      subject: {
        kind: 'image',
        references: REFERENCES,
        repository: REPOSITORY,
        digests: [MANIFEST, INDEX],
        tag: '1.4.0',
      },
      isScan: true,
      os: 'debian 12',
      vulnerabilities: [
        {
          severity: 'high',
          fixedVersion: '3.0.13',
          score: 7.5,
          packageClass: 'os',
          layerDiffId: BASE_LAYER,
        },
        {
          severity: 'low',
          fixedVersion: '',
          packageClass: 'library',
          layerDiffId: APP_LAYER,
        },
      ],
    });
  });

  it('tells that matches were ignored', () => {
    const { ignored } = parseUpload(
      'grype',
      grypeImage({ ignoredMatches: [{}] }),
    );
    expect(ignored).toMatchObject([{ what: '1 ignored match' }]);
  });

  it('speaks of a repository where it scanned a folder', () => {
    const source = { type: 'directory', target: '.' };
    expect(parseUpload('grype', grypeImage({ source })).subject).toEqual({
      kind: 'repository',
    });
  });
});

describe('SARIF', () => {
  it('holds vulnerabilities where rules are advisories on a package', () => {
    const read = parseUpload('sarif', sarif());
    expect(read).toMatchObject({
      tool: { name: 'Trivy', version: '0.66.0' },
      subject: { kind: 'repository' },
      isScan: true,
      vulnerabilities: [
        {
          advisory: 'CVE-2026-2002',
          packageUrl: 'pkg:generic/parser',
          packageName: 'parser',
          installedVersion: '2.0.0',
          fixedVersion: '2.0.1',
          severity: 'high',
          score: 9.8,
        },
      ],
    });
    expect(read.ignored.map(it => it.reason)).toEqual([
      expect.stringContaining('no advisory'),
      expect.stringContaining('which package'),
    ]);
  });

  it('takes the package from the rule where the tool keeps it there', () => {
    const { vulnerabilities } = parseUpload(
      'sarif',
      sarif({
        tool: {
          driver: {
            name: 'Grype',
            rules: [
              {
                id: 'CVE-2026-2002-parser',
                properties: {
                  purls: ['pkg:npm/parser@2.0.0'],
                  'security-severity': '9.8',
                },
              },
            ],
          },
        },
        results: [{ ruleId: 'CVE-2026-2002-parser' }],
      }),
    );
    expect(vulnerabilities).toMatchObject([
      {
        advisory: 'CVE-2026-2002',
        packageUrl: 'pkg:npm/parser@2.0.0',
        packageName: 'parser',
        severity: 'critical',
      },
    ]);
  });

  it.each([
    ['Trivy', true],
    ['osv-scanner', true],
    ['CodeQL', false],
  ])('without results of %s is a scan: %s', (name, isScan) => {
    expect(
      parseUpload('sarif', sarif({ tool: { driver: { name } }, results: [] }))
        .isScan,
    ).toBe(isScan);
  });

  it('is no newer than the oldest of its runs, and undated if one is', () => {
    const dated = sarif({
      invocations: [{ endTimeUtc: '2026-06-01T10:00:00Z' }],
    });
    expect(parseUpload('sarif', dated).observedAt).toBe(
      '2026-06-01T10:00:00.000Z',
    );
    const both = { ...dated, runs: [...dated.runs, ...sarif().runs] };
    expect(parseUpload('sarif', both).observedAt).toBeUndefined();
  });

  it('names the image that Trivy scanned', () => {
    const properties = {
      imageName: `${REPOSITORY}:1.4.0`,
      repoDigests: [`${REPOSITORY}@${INDEX}`],
    };
    expect(parseUpload('sarif', sarif({ properties })).subject).toMatchObject({
      references: REFERENCES,
      tag: '1.4.0',
    });
  });
});

describe('CycloneDX', () => {
  it('without vulnerabilities is a bill of materials and no scan', () => {
    expect(parseUpload('cyclonedx', cyclonedx())).toMatchObject({
      tool: { name: 'syft', version: '1.30.0' },
      subject: {
        kind: 'image',
        references: [],
        repository: REPOSITORY,
        digests: [MANIFEST],
      },
      isScan: false,
      vulnerabilities: [],
      os: 'debian 12',
      sbom: { format: 'cyclonedx', version: '1.6', packages: 1 },
      ignored: [{ what: 'the document as a scan' }],
    });
  });

  it('holds vulnerabilities of its components', () => {
    const read = parseUpload(
      'cyclonedx',
      cyclonedx({
        vulnerabilities: [
          cyclonedxVulnerability(),
          cyclonedxVulnerability({ affects: [{ ref: 'elsewhere' }] }),
        ],
      }),
    );
    expect(read.isScan).toBe(true);
    expect(read.vulnerabilities).toMatchObject([
      {
        advisory: 'CVE-2026-2002',
        packageUrl: 'pkg:npm/parser@2.0.0',
        fixedVersion: '2.0.1',
        severity: 'high',
        score: 6.1,
        packageClass: 'library',
        layerDiffId: APP_LAYER,
      },
    ]);
    expect(read.ignored).toMatchObject([{ what: '1 affected component' }]);
  });

  it('says that none was found with an empty list', () => {
    const { isScan } = parseUpload(
      'cyclonedx',
      cyclonedx({ vulnerabilities: [] }),
    );
    expect(isScan).toBe(true);
  });

  it('hands on an analysis, which takes no vulnerability away', () => {
    const read = parseUpload(
      'cyclonedx',
      cyclonedx({
        vulnerabilities: [
          cyclonedxVulnerability({ analysis: { state: 'not_affected' } }),
        ],
      }),
    );
    expect(read.vulnerabilities).toHaveLength(1);
    expect(read.vex).toEqual({ author: '', statements: 1 });
  });

  it('knows the image by a package URL', () => {
    const component = {
      type: 'container',
      name: 'web',
      purl: `pkg:oci/web@${INDEX.replace(
        ':',
        '%3A',
      )}?arch=amd64&repository_url=${REPOSITORY}`,
    };
    expect(
      parseUpload('cyclonedx', cyclonedx({ metadata: { component } })).subject,
    ).toMatchObject({ references: REFERENCES });
  });
});

describe('OpenVEX', () => {
  it('is told as statements by somebody, and is no scan', () => {
    expect(parseUpload('openvex', openvex())).toMatchObject({
      observedAt: '2026-06-01T10:00:00.000Z',
      subject: { kind: 'image', references: REFERENCES },
      isScan: false,
      vulnerabilities: [],
      vex: { author: 'security@example.com', statements: 1 },
    });
  });
});

describe('what is not in its format', () => {
  it.each<[string, Parameters<typeof parseUpload>, string]>([
    ['no object', ['trivy', 'text'], 'at its root'],
    [
      'a vulnerability without an id',
      [
        'trivy',
        trivyImage({
          Results: [
            {
              Class: 'os-pkgs',
              Vulnerabilities: [
                trivyVulnerability({ VulnerabilityID: undefined }),
              ],
            },
          ],
        }),
      ],
      'at Results.0.Vulnerabilities.0.VulnerabilityID',
    ],
    [
      'another version of a report',
      ['trivy', trivyImage({ SchemaVersion: 1 })],
      'only version 2',
    ],
    [
      'a machine image',
      ['trivy', trivyImage({ ArtifactType: 'vm' })],
      'at ArtifactType',
    ],
    [
      'a list that is none',
      ['grype', grypeImage({ matches: {} })],
      'at matches',
    ],
    [
      'a name with control characters',
      [
        'cyclonedx',
        cyclonedx({ components: [{ type: 'library', name: 'a\u0000b' }] }),
      ],
      'at components.0.name',
    ],
    [
      'an empty VEX document',
      ['openvex', openvex({ statements: [] })],
      'statements',
    ],
  ])('is refused: %s', (_, call, message) => {
    expect(() => parseUpload(...call)).toThrow(message);
  });

  it.each([
    ['Metadata', null],
    ['Metadata', undefined],
    ['CreatedAt', 'yesterday'],
    ['CreatedAt', '0001-01-01T00:00:00Z'],
    ['New', { fields: 1 }],
  ])('is taken where it does not matter: %s', (field, value) => {
    expect(() =>
      parseUpload('trivy', trivyImage({ [field]: value })),
    ).not.toThrow();
  });
});
