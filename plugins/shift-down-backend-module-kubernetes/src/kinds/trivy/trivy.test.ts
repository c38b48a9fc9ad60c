import type { ImageScanEvidence } from '@shift-down/plugin-shift-down-common';
import { createContext } from '../../__testUtils__/normaliseContext';
import { findReader } from '../index';
import { normaliseCheckId } from './report';
import { buildPackageUrl } from './vulnerabilityReport/packageUrl';

const WEB = { namespace: 'shop', kind: 'Deployment', name: 'web' };
const OWNED = {
  ownerReferences: [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-2', uid: '' },
  ],
};
const AT = '2026-11-20T03:00:00.000Z';

function read(kind: string, report: unknown, metadata: object = OWNED) {
  return findReader('aquasecurity.github.io', kind)!
    .read({
      apiVersion: 'aquasecurity.github.io/v1alpha1',
      kind,
      metadata: {
        name: 'r',
        namespace: 'shop',
        labels: { 'trivy-operator.container.name': 'main' },
        ...metadata,
      },
      report,
    })
    .normalise(createContext());
}

const SCAN = {
  updateTimestamp: '2026-11-20T03:00:00Z',
  scanner: { name: 'Trivy', vendor: 'Aqua Security', version: '0.69.3' },
  registry: { server: 'index.docker.io' },
  artifact: { repository: 'library/nginx', tag: '1.29', digest: 'sha256:abc' },
  os: { family: 'debian', name: '12.2' },
  vulnerabilities: [] as unknown,
};
const FOUND = {
  vulnerabilityID: 'CVE-2023-4911',
  resource: 'libc6',
  installedVersion: '2.36-9+deb12u1',
  fixedVersion: '2.36-9+deb12u3',
  severity: 'HIGH',
  score: 7.8,
  title: 'Looney Tunables',
  primaryLink: 'https://avd.aquasec.com/nvd/cve-2023-4911',
  class: 'os-pkgs',
  packageType: 'debian',
  packagePURL: 'pkg:deb/debian/libc6@2.36-9%2Bdeb12u1?arch=amd64',
};

describe('VulnerabilityReport', () => {
  it('is a scan of the image of one container', () => {
    const { evidence, observedAt } = read('VulnerabilityReport', {
      ...SCAN,
      vulnerabilities: [FOUND],
    });
    expect(observedAt).toBe(AT);
    expect(evidence).toEqual([
      {
        type: 'image-scan',
        subject: WEB,
        container: 'main',
        repository: 'docker.io/library/nginx',
        tag: '1.29',
        digest: 'sha256:abc',
        os: 'debian 12.2',
        osEndOfLife: false,
        scanner: 'Trivy 0.69.3',
        observedAt: AT,
        vulnerabilities: [
          {
            type: 'vulnerability',
            advisory: 'CVE-2023-4911',
            packageUrl: FOUND.packagePURL,
            packageName: 'libc6',
            installedVersion: '2.36-9+deb12u1',
            fixedVersion: '2.36-9+deb12u3',
            severity: 'high',
            title: 'clean(Looney Tunables)',
            url: FOUND.primaryLink,
            score: 7.8,
            packageClass: 'os',
          },
        ],
      },
    ]);
  });

  it.each([[], null])('with vulnerabilities %j is a clean scan', list => {
    const { evidence } = read('VulnerabilityReport', {
      ...SCAN,
      vulnerabilities: list,
    });
    expect(evidence).toMatchObject([
      { type: 'image-scan', vulnerabilities: [] },
    ]);
  });

  it('counts a package at several paths once, at its worst', () => {
    const { evidence } = read('VulnerabilityReport', {
      ...SCAN,
      vulnerabilities: [FOUND, { ...FOUND, severity: 'CRITICAL' }, FOUND],
    });
    expect(evidence).toMatchObject([
      { vulnerabilities: [{ severity: 'critical' }] },
    ]);
  });

  it.each([
    [{ severity: 'UNKNOWN' }, { severity: 'unknown' }],
    [{ severity: undefined }, { severity: 'unknown' }],
    [{ score: 'high' }, { severity: 'high' }],
    [{ fixedVersion: null }, { fixedVersion: '' }],
    // eslint-disable-next-line no-script-url
    [{ primaryLink: 'javascript:alert(1)' }, { url: '' }],
    [{ primaryLink: 'https://user:pass@host/' }, { url: '' }],
    [{ primaryLink: 'https://host/?token=abcdefgh1234' }, { url: '' }],
    [
      { packagePURL: undefined },
      { packageUrl: 'pkg:deb/debian/libc6@2.36-9+deb12u1' },
    ],
  ])('reads %j as %j', (change, expected) => {
    const { evidence } = read('VulnerabilityReport', {
      ...SCAN,
      vulnerabilities: [{ ...FOUND, ...change }],
    });
    expect(evidence).toMatchObject([{ vulnerabilities: [expected] }]);
  });

  it.each([
    ['no list at all', { ...SCAN, vulnerabilities: undefined }],
    [
      'an entry without an id',
      { ...SCAN, vulnerabilities: [{ ...FOUND, vulnerabilityID: undefined }] },
    ],
    [
      'an entry without a package',
      { ...SCAN, vulnerabilities: [{ ...FOUND, resource: 3 }] },
    ],
    ['no artifact', { ...SCAN, artifact: undefined }],
    ['no report', undefined],
  ])('with %s is unreadable, not clean', (_, report) => {
    expect(() => read('VulnerabilityReport', report)).toThrow();
  });
});

it.each([
  ['os-pkgs', 'os'],
  ['lang-pkgs', 'library'],
  ['secret', undefined],
  [undefined, undefined],
])('a package of class %s is of the class %s', (given, packageClass) => {
  const { evidence } = read('VulnerabilityReport', {
    ...SCAN,
    vulnerabilities: [{ ...FOUND, class: given }],
  });
  const [scan] = evidence as ImageScanEvidence[];
  expect(scan.vulnerabilities[0].packageClass).toBe(packageClass);
});

describe('buildPackageUrl', () => {
  it.each([
    ['os-pkgs', 'debian', 'debian', 'libc6', 'pkg:deb/debian/libc6@1.0'],
    ['os-pkgs', 'alpine', 'alpine', 'musl', 'pkg:apk/alpine/musl@1.0'],
    ['os-pkgs', 'redhat', 'redhat', 'zlib', 'pkg:rpm/redhat/zlib@1.0'],
    [
      'lang-pkgs',
      'gobinary',
      '',
      'golang.org/x/net',
      'pkg:golang/golang.org/x/net@1.0',
    ],
    ['lang-pkgs', 'jar', 'debian', 'org.a:b', 'pkg:maven/org.a/b@1.0'],
    ['lang-pkgs', 'node-pkg', '', '@scope/name', 'pkg:npm/%40scope/name@1.0'],
    ['lang-pkgs', 'unheard-of', '', 'x', 'pkg:generic/x@1.0'],
  ])(
    '%s %s of "%s" named %s',
    (type, packageType, operatingSystem, name, url) => {
      expect(
        buildPackageUrl({
          class: type,
          packageType,
          operatingSystem,
          name,
          version: '1.0',
        }),
      ).toBe(url);
    },
  );
});

describe('whom a report is about', () => {
  const secrets = { secrets: [] };
  const named = (kind: string, name: string, namespace = 'shop') => ({
    labels: {
      'trivy-operator.resource.kind': kind,
      'trivy-operator.resource.name': name,
      'trivy-operator.resource.namespace': namespace,
    },
  });

  it.each([
    ['its owner', OWNED, WEB],
    [
      'its owner, whatever a label says',
      { ...named('Pod', 'other'), ...OWNED },
      WEB,
    ],
    ['the label, if it has no owner', named('ReplicaSet', 'web-2'), WEB],
    [
      'the annotation before the label',
      {
        ...named('ReplicaSet', 'hash'),
        annotations: { 'trivy-operator.resource.name': 'web-2' },
      },
      WEB,
    ],
  ])('is %s', (_, metadata, subject) => {
    expect(
      read('ExposedSecretReport', secrets, metadata).evidence,
    ).toMatchObject([{ subject }]);
  });

  it.each([
    ['names nobody', {}, [expect.stringContaining('names no object')], 0],
    [
      'points elsewhere',
      named('Pod', 'x', 'elsewhere'),
      [expect.stringContaining('dropped')],
      1,
    ],
    [
      'is of an earlier revision',
      { ownerReferences: [{ ...OWNED.ownerReferences[0], name: 'web-1' }] },
      [],
      0,
    ],
  ])('is nobody where it %s', (_, metadata, warnings, dropped) => {
    expect(read('ExposedSecretReport', secrets, metadata)).toMatchObject({
      evidence: [],
      warnings,
      dropped,
    });
  });
});

describe.each(['ConfigAuditReport', 'RbacAssessmentReport'])('%s', kind => {
  const check = {
    checkID: 'AVD-KSV-0001',
    title: 'May gain privileges',
    severity: 'MEDIUM',
    category: 'Kubernetes Security Check',
    messages: ['container main', 'container main'],
    remediation: 'Set it to false',
    success: false,
  };

  it('is a row of results', () => {
    const { evidence } = read(kind, {
      updateTimestamp: '2026-11-20T03:00:00Z',
      scanner: { name: 'Trivy' },
      checks: [check, { ...check, checkID: 'KSV-0002', success: true }],
    });
    expect(evidence).toEqual([
      {
        type: 'policy-result',
        engine: 'trivy',
        reportedBy: 'Trivy',
        policy: 'KSV001',
        rule: '',
        subject: WEB,
        component: '',
        outcome: 'fail',
        severity: 'medium',
        category: 'Kubernetes Security Check',
        message: 'clean(container main)',
        remediation: 'clean(Set it to false)',
        exceptions: [],
        observedAt: AT,
      },
      expect.objectContaining({
        policy: 'KSV002',
        outcome: 'pass',
        message: '',
      }),
    ]);
  });

  it.each([undefined, 'true', 1, null])(
    'takes success %j for unknown',
    success => {
      const { evidence } = read(kind, { checks: [{ ...check, success }] });
      expect(evidence).toMatchObject([{ outcome: 'error' }]);
    },
  );

  it.each([
    undefined,
    {},
    { checks: 'none' },
    { checks: [{ ...check, checkID: 1 }] },
  ])('with report %j is unreadable', report => {
    expect(() => read(kind, report)).toThrow();
  });
});

describe('normaliseCheckId', () => {
  it.each([
    ['KSV001', 'KSV001'],
    ['AVD-KSV-0001', 'KSV001'],
    ['AVD-KSV001', 'KSV001'],
    ['KSV-0001', 'KSV001'],
    ['AVD-KSV-0110', 'KSV110'],
    ['AVD-KSV-01010', 'KSV01010'],
    ['AVD-KCV-0033', 'KCV033'],
    ['something-else', 'something-else'],
  ])('calls %s %s', (id, expected) => {
    expect(normaliseCheckId(id)).toBe(expected);
  });
});

describe('ExposedSecretReport', () => {
  const secret = {
    target: '/app/key.pem',
    ruleID: 'private-key',
    title: 'Private key',
    category: 'AsymmetricPrivateKey',
    severity: 'HIGH',
    match: 'hunter2',
  };

  it('says that there is a secret, and never which', () => {
    const { evidence } = read('ExposedSecretReport', {
      secrets: [secret, { ...secret, target: '/app/other.pem' }],
    });
    expect(evidence).toEqual([
      {
        type: 'policy-result',
        engine: 'trivy',
        reportedBy: 'Trivy',
        policy: 'exposed-secret',
        rule: 'private-key',
        subject: WEB,
        component: 'main',
        outcome: 'fail',
        severity: 'high',
        category: 'AsymmetricPrivateKey',
        message:
          'clean(Private key in /app/key.pem)\nclean(Private key in /app/other.pem)',
        remediation: '',
        exceptions: [],
      },
    ]);
  });

  it.each([[], null])('with secrets %j is a pass', secrets => {
    expect(read('ExposedSecretReport', { secrets }).evidence).toMatchObject([
      {
        policy: 'exposed-secret',
        rule: '',
        outcome: 'pass',
        component: 'main',
        subject: WEB,
      },
    ]);
  });

  it.each([undefined, {}, { secrets: {} }, { secrets: [{}] }])(
    'with report %j is unreadable',
    report => {
      expect(() => read('ExposedSecretReport', report)).toThrow();
    },
  );
});
