/** What worked examples say about golden images and VEX, as judgement reads it. */
import type {
  Severity,
  VulnerabilityEvidence,
} from '@shift-down/plugin-shift-down-common';
import {
  createGoldenIndex,
  normalisePackageUrl,
  parseVex,
  trustVex,
  type AssessedSubject,
  type EntityImage,
  type GoldenIndex,
  type VexAuthorRule,
  type VexDocument,
} from '../index';
import type { WorkedExample } from './workedExample';

/** When everything was seen, unless an example says otherwise. */
export const OBSERVED_AT = '2026-06-01T11:00:00.000Z';

const VULNERABILITY =
  /^(?<advisory>\S+) (?<packageUrl>\S+) (?<severity>\w+)(?:, fixed in (?<fixedVersion>\S+))?$/;

/** Such as `CVE-2026-1 pkg:npm/a@1.0.0 high, fixed in 1.0.1`. */
export function vulnerability(text: string): VulnerabilityEvidence {
  const parts = VULNERABILITY.exec(text)?.groups;
  if (!parts) {
    throw new Error(`Can't read the vulnerability '${text}'`);
  }
  return {
    type: 'vulnerability',
    advisory: parts.advisory,
    packageUrl: parts.packageUrl,
    packageName: parts.packageUrl,
    installedVersion: parts.packageUrl.split('@').at(-1) ?? '',
    fixedVersion: parts.fixedVersion ?? '',
    severity: parts.severity as Severity,
    title: '',
    url: '',
  };
}

/** Golden images with releases of a layer each, that were scanned in the morning. */
export function goldenIndexOf({ golden = {} }: WorkedExample): GoldenIndex {
  return createGoldenIndex({
    images: Object.entries(golden).map(([name, releases]) => ({
      name,
      owner: 'group:default/platform',
      repository: `registry.example/golden/${name}`,
      channels: [{ name: 'only' }],
      releases: Object.entries(releases).map(([version, { released }]) => ({
        version,
        channel: 'only',
        released,
        digests: {},
        declared: true,
      })),
      vex: [],
      location: '',
    })),
    facts: Object.entries(golden).flatMap(([image, releases]) =>
      Object.entries(releases).map(([version, { vulnerabilities }]) => ({
        image,
        version,
        platforms: [],
        report: {
          scanner: 'Trivy',
          observedAt: OBSERVED_AT,
          vulnerabilities: vulnerabilities.map(text => {
            const listed = vulnerability(text);
            const packageUrl = normalisePackageUrl(listed.packageUrl);
            return { ...listed, packageUrl };
          }),
        },
      })),
    ),
  });
}

export function imagesOf(
  { standsOn = {} }: WorkedExample,
  subjects: AssessedSubject[],
): EntityImage[] {
  return subjects.flatMap(({ id, containers }) =>
    containers.map(({ name, repository }): EntityImage => {
      const [image, version] = (standsOn[repository] ?? '').split(' ');
      return {
        subjectId: id,
        component: name,
        repository,
        digests: [],
        lineage: version
          ? {
              state: 'golden',
              release: { image, version },
              alternatives: [],
              evidence: 'layers',
              baseLayers: 1,
            }
          : { state: 'unknown', reason: 'Its registry is not configured' },
      };
    }),
  );
}

export function vexOf({ vex = [] }: WorkedExample): VexDocument[] {
  return vex.map(({ author, trusted, advisory, product, status, impact }) => {
    const { statements } = parseVex(
      JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        author,
        timestamp: OBSERVED_AT,
        statements: [
          {
            vulnerability: { name: advisory },
            products: [{ '@id': product }],
            status,
            impact_statement: impact,
          },
        ],
      }),
    );
    const document = { author, source: 'git' as const, repository: product };
    const rule: VexAuthorRule = {
      name: 'authors',
      author,
      repositories: ['registry.example/**'],
      packages: [],
      proof: { type: 'git' },
    };
    const trust = trustVex(document, trusted ? [rule] : [], { type: 'git' });
    return { ...document, digest: `sha256:${author}`, statements, trust };
  });
}
