import { digestOf, factsOf, golden, release } from './__testUtils__/catalogue';
import { createGoldenIndex } from './createGoldenIndex';
import type { GoldenCatalogue, ReleaseReport } from './types';
import { upgradeAdvice } from './upgradeAdvice';

const NOW = new Date('2026-11-22T15:00:00Z');

function report(advisories: string[], scanner = 'Trivy 0.57'): ReleaseReport {
  return {
    scanner,
    observedAt: '2026-11-20T00:00:00Z',
    vulnerabilities: advisories.map(advisory => ({
      advisory,
      packageUrl: 'pkg:deb/debian/openssl',
      packageName: 'openssl',
      installedVersion: '3.0',
      fixedVersion: '',
      severity: advisory.endsWith('9') ? 'critical' : 'medium',
    })),
  };
}

function catalogue(
  before: ReleaseReport | undefined,
  after: ReleaseReport | undefined,
): GoldenCatalogue {
  return {
    images: [
      golden({
        releases: [
          release('1.0.0'),
          release('1.1.0', { tag: '1.1.0-bookworm' }),
          release('1.2.0', { supportedUntil: '2026-01-01' }),
        ],
      }),
    ],
    facts: [
      factsOf('node', '1.0.0', [], { report: before }),
      factsOf('node', '1.1.0', [], { report: after }),
    ],
  };
}

function advise(known: GoldenCatalogue, to?: string, from = '1.0.0') {
  return upgradeAdvice(
    { image: 'node', version: from },
    to ? { image: 'node', version: to } : undefined,
    createGoldenIndex(known),
    NOW,
  );
}

const openssl = (advisory: string, severity = 'medium') => ({
  advisory,
  packageName: 'openssl',
  severity,
});

it('compares with the newest supported release, most severe first', () => {
  expect(
    advise(
      catalogue(
        report(['CVE-1', 'CVE-9', 'CVE-2']),
        report(['CVE-2', 'CVE-3'], 'trivy'),
      ),
    ),
  ).toEqual({
    from: { image: 'node', version: '1.0.0' },
    to: { image: 'node', version: '1.1.0' },
    fromLine: `FROM registry.example.com/golden/node:1.1.0-bookworm@${digestOf(
      'node 1.1.0',
    )}`,
    compared: true,
    removes: [openssl('CVE-9', 'critical'), openssl('CVE-1')],
    leaves: [openssl('CVE-2')],
    adds: [openssl('CVE-3')],
  });
});

it.each([
  [undefined, report([]), 'Nobody has scanned node 1.0.0 yet.'],
  [undefined, undefined, 'Nobody has scanned node 1.0.0 and node 1.1.0 yet.'],
  [
    report(['CVE-1']),
    report([], 'Grype'),
    'The releases were scanned by Trivy 0.57 and Grype, which name vulnerabilities differently.',
  ],
])('says nothing of vulnerabilities that it can’t compare', (a, b, reason) => {
  expect(advise(catalogue(a, b))).toMatchObject({
    compared: false,
    reason,
    removes: [],
    leaves: [],
    adds: [],
  });
});

it('has nothing to say from the newest release, or of an unknown one', () => {
  const known = catalogue(undefined, undefined);
  expect(advise(known, undefined, '1.1.0')).toBeUndefined();
  expect(advise(known, undefined, '9.9.9')).toBeUndefined();
  expect(advise(known, '9.9.9')).toBeUndefined();
});

it('never advises to go back by itself, but says what it would change', () => {
  const known = catalogue(undefined, undefined);
  expect(advise(known, undefined, '1.2.0')).toBeUndefined();
  expect(advise(known, '1.0.0', '1.1.0')).toMatchObject({
    to: { version: '1.0.0' },
  });
});

it('leads from a retired image to its replacement', () => {
  const known: GoldenCatalogue = {
    images: [
      golden({
        releases: [release('1.0.0'), release('1.1.0')],
        retired: { replacement: 'node-24' },
      }),
      golden({
        name: 'node-24',
        repository: 'registry.example.com/golden/node-24',
        channels: [{ name: '24' }],
        releases: [
          release('2.0.0', {
            channel: '24',
            digests: { index: digestOf('declared') },
          }),
        ],
      }),
    ],
    facts: [],
  };
  expect(advise(known)).toMatchObject({
    to: { image: 'node-24', version: '2.0.0' },
    fromLine: `FROM registry.example.com/golden/node-24:2.0.0@${digestOf(
      'declared',
    )}`,
  });
});

it('leaves the digest out where none is known', () => {
  const known = { ...catalogue(undefined, undefined), facts: [] };
  expect(advise(known)?.fromLine).toBe(
    'FROM registry.example.com/golden/node:1.1.0-bookworm',
  );
});
