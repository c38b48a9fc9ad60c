/** Losing what tells whose vulnerabilities are must never pay, and a claim never counts. */
import {
  CONTROL_CATALOGUE,
  type Lineage,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import {
  cluster,
  entityEvidence,
  pass,
  subject,
} from '../../__testUtils__/entityEvidence';
import { layers } from '../../goldenImages/__testUtils__/catalogue';
import type { ReleaseReport } from '../../goldenImages/types';
import { CONTROL_WEIGHTS } from '../../score';
import type { Assessment, EntityEvidence } from '../../types';
import { serviceLevelsOf, type VexDocument } from '../../vulnerabilities';
import {
  BASE_LAYERS,
  GOLDEN,
  goldenIndex,
  NOW,
  report,
  REPOSITORY,
  seen,
} from '../../vulnerabilities/__testUtils__/vulnerable';
import { assess } from '../assess';

const BY_SEVERITY = CONTROL_CATALOGUE.filter(({ matchers }) =>
  matchers.some(({ type }) => type === 'vulnerability'),
);
const BASE = CONTROL_CATALOGUE.filter(({ matchers }) =>
  matchers.some(({ type }) => type === 'base-vulnerability'),
);
/** One that always passes, so that no score is at its end. */
const STEADY = CONTROL_CATALOGUE.find(({ id }) => id === 'exposed-secrets')!;
const CONTROLS = [...BY_SEVERITY, ...BASE, STEADY];
const AT = '2026-06-01T11:00:00.000Z';

/** A generator of numbers that gives the same ones every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

interface World {
  evidence: EntityEvidence;
  reports: Record<string, ReleaseReport>;
}

function world(seed: number): World {
  const next = random(seed);
  const pick = <T>(...items: T[]): T =>
    items[Math.floor(next() * items.length)];
  const advisories = ['CVE-1', 'CVE-2', 'CVE-3'].slice(
    0,
    1 + Math.floor(next() * 3),
  );
  const observations = advisories.map(
    (advisory): EntityEvidence['observations'][number] => {
      const severity = pick<Severity>(
        'critical',
        'high',
        'medium',
        'low',
        'unknown',
      );
      const isFixable = pick(true, false);
      const layer = pick<string | undefined>(
        undefined,
        undefined,
        BASE_LAYERS[1],
        ...layers('own'),
      );
      const vulnerability = seen({
        advisory,
        severity,
        isFixable,
        packageClass: pick<'os' | 'library' | undefined>(
          'os',
          'library',
          undefined,
        ),
        layerDiffIds: layer ? [layer] : [],
        installedVersions: [pick('3.0.11', '3.0.12')],
      });
      const control = BY_SEVERITY.find(({ matchers }) =>
        matchers.some(
          it =>
            it.type === 'vulnerability' &&
            it.severities.includes(severity) &&
            (it.fixable === undefined || it.fixable === isFixable),
        ),
      )!;
      return {
        findingId: advisory,
        controlId: control.id,
        severity,
        subjectId: 'web',
        component: 'app',
        clusterUid: cluster().uid,
        sourceKind: 'VulnerabilityReport',
        result: 'fail',
        reason: '',
        observedAt: AT,
        vulnerability,
      };
    },
  );
  const failing = new Set(observations.map(it => it.controlId));
  const counts = Object.fromEntries(
    [...BY_SEVERITY, STEADY]
      .filter(({ id }) => !failing.has(id))
      .map(({ id }) => [`${id}/app`, 1]),
  );
  const web = subject('web');
  return {
    evidence: entityEvidence({
      subjects: [
        {
          ...web,
          containers: web.containers.map(it => ({
            ...it,
            repository: REPOSITORY,
          })),
        },
      ],
      observations,
      passes: [
        pass(counts, { sourceKind: 'VulnerabilityReport', observedAt: AT }),
      ],
      images: [
        {
          subjectId: 'web',
          component: 'app',
          repository: REPOSITORY,
          digests: [],
          lineage: {
            ...GOLDEN,
            evidence: pick('layers', 'provenance', 'patched'),
          },
        },
      ],
    }),
    reports: Object.fromEntries(
      ['1.0', '1.1', '1.2']
        .filter(() => next() < 0.85)
        .map(version => [
          version,
          report(
            pick(
              '2026-05-21T00:00:00.000Z',
              '2026-05-22T00:00:00.000Z',
              '2026-04-20T00:00:00.000Z',
            ),
            advisories.filter(() => next() < 0.5),
          ),
        ]),
    ),
  };
}

function judge(
  evidence: EntityEvidence,
  reports: World['reports'] | undefined,
): Assessment {
  return assess(
    evidence,
    CONTROLS,
    {
      vulnerabilities: {
        serviceLevels: serviceLevelsOf(),
        ...(reports && { golden: goldenIndex(reports) }),
      },
    },
    NOW,
  );
}

/** Weight that is earned and weight that could be, which the score is made of. */
function weigh({ controls }: Assessment) {
  let earned = 0;
  let applicable = 0;
  for (const { controlId, result } of controls) {
    const { severity } = CONTROLS.find(({ id }) => id === controlId)!;
    if (result !== 'not-applicable') {
      applicable += CONTROL_WEIGHTS[severity];
      earned += result === 'pass' ? CONTROL_WEIGHTS[severity] : 0;
    }
  }
  return { earned, applicable };
}

/** What an entity would win by it: weight, or weight less to earn. */
function gain(before: Assessment, after: Assessment): number {
  const [had, has] = [weigh(before), weigh(after)];
  return Math.max(had.applicable - has.applicable, has.earned - had.earned);
}

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

function withLineage(
  evidence: EntityEvidence,
  lineage: Lineage,
): EntityEvidence {
  return {
    ...evidence,
    images: evidence.images!.map(it => ({ ...it, lineage })),
  };
}

describe.each<[string, (world: World) => Assessment[]]>([
  [
    'the report of a release',
    ({ evidence, reports }) =>
      Object.keys(reports).map(lost => {
        const { [lost]: _, ...left } = reports;
        return judge(evidence, left);
      }),
  ],
  ['every report', ({ evidence }) => [judge(evidence, {})]],
  ['the golden images', ({ evidence }) => [judge(evidence, undefined)]],
  [
    'the images',
    ({ evidence, reports }) => [judge({ ...evidence, images: [] }, reports)],
  ],
  [
    'the lineage',
    ({ evidence, reports }) => [
      judge(withLineage(evidence, { state: 'unknown', reason: '' }), reports),
    ],
  ],
])('to lose %s', (_, lose) => {
  it.each(SEEDS)('pays nothing in world %d', seed => {
    const all = world(seed);
    const before = judge(all.evidence, all.reports);
    expect(lose(all).map(after => Math.max(0, gain(before, after)))).toEqual(
      lose(all).map(() => 0),
    );
  });
});

it('never makes a vulnerability the platform’s by an unknown lineage', () => {
  for (const seed of SEEDS) {
    const { evidence, reports } = world(seed);
    for (const lineage of [
      { state: 'unknown', reason: '' },
      { state: 'not-golden', reason: '' },
    ] as const) {
      for (const { vulnerability } of judge(
        withLineage(evidence, lineage),
        reports,
      ).findings) {
        expect(vulnerability?.responsibility).not.toBe('platform');
      }
    }
  }
});

it('loses no finding, whoever it belongs to', () => {
  for (const seed of SEEDS) {
    const { evidence, reports } = world(seed);
    const ids = (assessment: Assessment) =>
      assessment.findings.map(it => [it.findingId, it.result]);
    expect(ids(judge(evidence, reports))).toEqual(
      evidence.observations.map(it => [it.findingId, 'fail']),
    );
  }
});

it('changes nothing by a statement that nobody trusts', () => {
  for (const seed of SEEDS) {
    const { evidence, reports } = world(seed);
    const vex: VexDocument[] = [
      {
        digest: 'sha256:d',
        author: 'Stranger',
        source: 'attached',
        repository: REPOSITORY,
        trust: { trusted: false, reason: 'nobody knows them' },
        statements: evidence.observations.map(({ findingId }) => ({
          advisory: findingId,
          aliases: [],
          products: [{ id: REPOSITORY, hashes: [], subcomponents: [] }],
          status: 'fixed',
          statedAt: '2026-05-30T00:00:00.000Z',
          author: 'Stranger',
        })),
      },
    ];
    const before = judge(evidence, reports);
    const after = judge({ ...evidence, vex }, reports);
    expect(
      after.findings.every(it => it.vulnerability?.vexClaims.length === 1),
    ).toBe(true);
    expect({
      ...after,
      findings: after.findings.map(it => ({
        ...it,
        vulnerability: { ...it.vulnerability, vexClaims: [] },
      })),
    }).toEqual(before);
  }
});

it('comes to the same in whatever order evidence comes', () => {
  for (const seed of SEEDS) {
    const { evidence, reports } = world(seed);
    expect(
      judge(
        { ...evidence, observations: [...evidence.observations].reverse() },
        reports,
      ),
    ).toEqual(judge(evidence, reports));
  }
});
