/** A golden image of three releases and an image that stands on the first, for tests. */
import type { Lineage } from '@shift-down/plugin-shift-down-common';
import {
  factsOf,
  golden,
  layers,
  release,
} from '../../goldenImages/__testUtils__/catalogue';
import { createGoldenIndex } from '../../goldenImages/createGoldenIndex';
import type {
  GoldenIndex,
  GoldenRelease,
  ReleaseReport,
} from '../../goldenImages/types';
import type { SeenVulnerability } from '../types';

export const NOW = new Date('2026-06-01T12:00:00.000Z');
export const FIRST_SEEN = '2026-05-01T00:00:00.000Z';
export const REPOSITORY = 'registry.example/shop/web';
export const BASE_LAYERS = layers('base', 'packages');
export const OPENSSL = 'pkg:deb/debian/openssl';

export const GOLDEN: Extract<Lineage, { state: 'golden' }> = {
  state: 'golden',
  release: { image: 'node', version: '1.0' },
  alternatives: [],
  evidence: 'layers',
  baseLayers: 2,
};

export function seen(
  overrides: Partial<SeenVulnerability> = {},
): SeenVulnerability {
  return {
    advisory: 'CVE-2026-1111',
    severity: 'critical',
    packageUrl: OPENSSL,
    packageUrls: [`${OPENSSL}@3.0.11?distro=debian-12`],
    installedVersions: ['3.0.11'],
    isFixable: true,
    packageClass: 'os',
    layerDiffIds: [],
    repository: REPOSITORY,
    firstSeen: FIRST_SEEN,
    observedAt: FIRST_SEEN,
    ...overrides,
  };
}

/** A report that lists these advisories of openssl. */
export function report(
  observedAt: string,
  advisories: string[] = [],
  installedVersion = '3.0.11',
): ReleaseReport {
  return {
    scanner: 'trivy',
    observedAt,
    vulnerabilities: advisories.map(advisory => ({
      advisory,
      packageUrl: OPENSSL,
      packageName: 'openssl',
      installedVersion,
      fixedVersion: '3.0.13',
      severity: 'critical',
    })),
  };
}

/** Releases `1.0`, `1.1` and `1.2` of `node`, each with its report if it has one. */
export function goldenIndex(
  reports: Record<string, ReleaseReport> = {},
  releases: Record<string, Partial<GoldenRelease>> = {},
  problem?: string,
): GoldenIndex {
  const dates = {
    '1.0': '2026-04-01',
    '1.1': '2026-05-10',
    '1.2': '2026-05-20',
  };
  const versions = Object.entries(dates);
  return createGoldenIndex({
    images: [
      golden({
        releases: versions.map(([version, released]) =>
          release(version, { released, ...releases[version] }),
        ),
      }),
    ],
    facts: versions.map(([version]) =>
      factsOf(
        'node',
        version,
        version === '1.0' ? BASE_LAYERS : layers(version),
        { ...(reports[version] && { report: reports[version] }) },
      ),
    ),
    ...(problem !== undefined && { problem }),
  });
}

/** Where 1.0 has it and 1.1 and 1.2 lack it. */
export const MENDED = {
  '1.0': report('2026-05-21T00:00:00.000Z', ['CVE-2026-1111']),
  '1.1': report('2026-05-21T00:00:00.000Z'),
  '1.2': report('2026-05-21T00:00:00.000Z'),
};

/** Where all have it. */
export const UNMENDED = {
  '1.0': report('2026-05-21T00:00:00.000Z', ['CVE-2026-1111']),
  '1.1': report('2026-05-21T00:00:00.000Z', ['CVE-2026-1111']),
  '1.2': report('2026-05-21T00:00:00.000Z', ['CVE-2026-1111']),
};
