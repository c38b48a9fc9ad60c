import { parse } from 'yaml';
import type { ExceptedVulnerability } from '../types';
import { renderGrypeIgnore, renderOpenVex, renderTrivyIgnore } from '.';

const RISK: ExceptedVulnerability = {
  exception: 'e-1',
  type: 'accepted-risk',
  advisory: 'CVE-2026-1',
  packageUrl: 'pkg:deb/debian/libstdc%2B%2B6',
  repository: 'registry.example.com/shop/web',
  severity: 'high',
  justification: 'Not "reachable": # yes',
  action: '',
  from: '2026-11-01T00:00:00.000Z',
  until: '2026-12-01T23:59:59.999Z',
  decidedAt: '2026-10-31T00:00:00.000Z',
};
const NONE: ExceptedVulnerability = {
  ...RISK,
  type: 'false-positive',
  vexJustification: 'vulnerable_code_not_present',
};
const options = {
  id: 'https://portal.example.com/vex/1',
  author: 'Portal',
  now: '2026-11-10T00:00:00.000Z',
};

it('says of an accepted risk that it affects, and what is done', () => {
  expect(JSON.parse(renderOpenVex([RISK], options))).toEqual({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': options.id,
    author: 'Portal',
    timestamp: options.now,
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2026-1' },
        timestamp: RISK.decidedAt,
        products: [
          {
            '@id':
              'pkg:oci/web?repository_url=registry.example.com%2Fshop%2Fweb',
            subcomponents: [{ '@id': RISK.packageUrl }],
          },
        ],
        status: 'affected',
        action_statement: expect.stringContaining('until'),
        action_statement_timestamp: RISK.decidedAt,
        status_notes: expect.any(String),
      },
    ],
  });
});

it.each([
  ['an accepted risk', RISK, false],
  [
    'an accepted risk with a stray justification',
    { ...RISK, vexJustification: 'component_not_present' },
    false,
  ],
  [
    'a false positive without a justification',
    { ...NONE, vexJustification: undefined },
    false,
  ],
  ['a false positive', NONE, true],
])('of %s', (_, vulnerability, isNotAffected) => {
  const [statement] = JSON.parse(
    renderOpenVex([vulnerability], options),
  ).statements;
  expect(statement.status === 'not_affected').toBe(isNotAffected);
  expect('justification' in statement).toBe(isNotAffected);
  expect('action_statement' in statement).toBe(!isNotAffected);
});

it.each([
  ['before it begins', '2026-10-31T23:59:59.999Z', 0],
  ['when it begins', RISK.from, 1],
  ['when it ends', RISK.until, 0],
])('has %s as many statements as are active', (_, now, count) => {
  expect(
    JSON.parse(renderOpenVex([RISK], { ...options, now })).statements,
  ).toHaveLength(count);
});

it('ends in Trivy with the day before, never after', () => {
  const text = renderTrivyIgnore([RISK, { ...RISK, packageUrl: '' }]);
  expect(text).toMatch(/^ +expired_at: 2026-12-01$/m);
  expect(parse(text).vulnerabilities).toEqual([
    {
      id: 'CVE-2026-1',
      purls: [RISK.packageUrl],
      expired_at: '2026-12-01',
      statement: `Exception e-1: ${RISK.justification}`,
    },
    expect.not.objectContaining({ purls: expect.anything() }),
  ]);
});

it.each([
  ['pkg:deb/debian/libstdc%2B%2B6', { name: 'libstdc\\+\\+6', type: 'deb' }],
  ['pkg:npm/%40scope/name', { name: '@scope/name', type: 'npm' }],
  [
    'pkg:golang/golang.org/x/net',
    { name: 'golang\\.org/x/net', type: 'go-module' },
  ],
  ['pkg:maven/org.example/lib', { name: 'lib', type: 'java-archive' }],
  ['pkg:conan/zlib', { name: 'zlib' }],
])('calls %s what Grype calls it', (packageUrl, expected) => {
  const { ignore } = parse(renderGrypeIgnore([{ ...RISK, packageUrl }]));
  expect(ignore).toEqual([
    {
      vulnerability: 'CVE-2026-1',
      reason: expect.any(String),
      package: expected,
    },
  ]);
});

it('is empty where nothing is excepted', () => {
  expect(parse(renderTrivyIgnore([]))).toEqual({ vulnerabilities: [] });
  expect(parse(renderGrypeIgnore([]))).toEqual({ ignore: [] });
});
