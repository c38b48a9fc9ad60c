import {
  CONTROL_CATALOGUE,
  type Lineage,
} from '@shift-down/plugin-shift-down-common';
import {
  cluster,
  entityEvidence,
  pass,
  subject,
} from '../../__testUtils__/entityEvidence';
import type {
  Assessment,
  EntityEvidence,
  StoredObservation,
} from '../../types';
import {
  GOLDEN,
  goldenIndex,
  MENDED,
  NOW,
  REPOSITORY,
  report,
  seen,
  UNMENDED,
} from '../../vulnerabilities/__testUtils__/vulnerable';
import {
  serviceLevelsOf,
  type SeenVulnerability,
  type VexDocument,
} from '../../vulnerabilities';
import { assess } from '../assess';
import type { VulnerabilityRules } from './Attributions';

const CONTROLS = CONTROL_CATALOGUE.filter(({ matchers }) =>
  matchers.some(
    ({ type }) => type === 'vulnerability' || type === 'base-vulnerability',
  ),
);
const SEVERITY_CONTROLS = CONTROLS.filter(({ matchers }) =>
  matchers.some(({ type }) => type === 'vulnerability'),
);
const OBSERVED_AT = '2026-06-01T11:00:00.000Z';

function controlOf({ severity, isFixable }: SeenVulnerability): string {
  return SEVERITY_CONTROLS.find(({ matchers }) =>
    matchers.some(
      it =>
        it.type === 'vulnerability' &&
        it.severities.includes(severity) &&
        (it.fixable === undefined || it.fixable === isFixable),
    ),
  )!.id;
}

function vulnerable(
  overrides: Partial<SeenVulnerability> = {},
  rest: Partial<StoredObservation> = {},
): StoredObservation {
  const vulnerability = seen(overrides);
  return {
    findingId: `${vulnerability.advisory} ${vulnerability.packageUrl}`,
    controlId: controlOf(vulnerability),
    severity: vulnerability.severity,
    subjectId: 'web',
    component: 'app',
    clusterUid: cluster().uid,
    sourceKind: 'VulnerabilityReport',
    result: 'fail',
    reason: '',
    observedAt: OBSERVED_AT,
    vulnerability,
    ...rest,
  };
}

/** One scan of the container `app`, that passes what it lists nothing of. */
function scanned(
  observations: StoredObservation[],
  overrides: Partial<EntityEvidence> & { lineage?: Lineage } = {},
): EntityEvidence {
  const { lineage = GOLDEN, ...rest } = overrides;
  const failing = new Set(observations.map(it => it.controlId));
  const passing = SEVERITY_CONTROLS.filter(({ id }) => !failing.has(id));
  const web = subject('web');
  return entityEvidence({
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
      pass(Object.fromEntries(passing.map(({ id }) => [`${id}/app`, 1])), {
        sourceKind: 'VulnerabilityReport',
        observedAt: OBSERVED_AT,
      }),
    ],
    images: [
      {
        subjectId: 'web',
        component: 'app',
        repository: REPOSITORY,
        digests: [],
        lineage,
      },
    ],
    ...rest,
  });
}

const RULES: VulnerabilityRules = {
  golden: goldenIndex(MENDED),
  serviceLevels: serviceLevelsOf(),
};

function judge(
  evidence: EntityEvidence,
  rules: Partial<VulnerabilityRules> = {},
  controls = CONTROLS,
): Assessment {
  return assess(
    evidence,
    controls,
    { vulnerabilities: { ...RULES, ...rules } },
    NOW,
  );
}

function resultsOf({ controls }: Assessment): Record<string, string> {
  return Object.fromEntries(
    controls.map(({ controlId, result }) => [controlId, result]),
  );
}

const ALL_PASS = Object.fromEntries(CONTROLS.map(({ id }) => [id, 'pass']));

describe('a vulnerability of the golden base', () => {
  it('counts as an upgrade that is left to do, and not by its severity', () => {
    const assessment = judge(scanned([vulnerable()]));
    expect(resultsOf(assessment)).toEqual({
      ...ALL_PASS,
      'base-upgrade': 'fail',
    });
    expect(assessment.findings).toEqual([
      {
        findingId: 'CVE-2026-1111 pkg:deb/debian/openssl',
        controlId: 'base-upgrade',
        result: 'fail',
        reason: '',
        occurrences: 1,
        vulnerability: {
          layer: 'base',
          layerEvidence: 'release-report',
          responsibility: 'application',
          dueAt: '2026-05-17T00:00:00.000Z',
          knownExploited: false,
          upgradeTo: { image: 'node', version: '1.2' },
          vexClaims: [],
        },
      },
    ]);
  });

  it.each([
    [
      'stands still while it is excepted',
      '2026-05-10',
      '2026-06-09',
      '2026-06-16',
    ],
    [
      'stands still only from when it began',
      '2026-01-01',
      '2026-05-20',
      '2026-05-27',
    ],
    [
      'does not run backwards once it is overdue',
      '2026-05-18',
      '2026-06-30',
      '2026-05-17',
    ],
  ])('has a service level that %s', (_, from, until, dueOn) => {
    const excepted = {
      from: `${from}T00:00:00.000Z`,
      until: `${until}T00:00:00.000Z`,
    };
    const observation = vulnerable();
    const judged = (findingId: string) =>
      judge(
        scanned([observation], { exemptions: [{ findingId, ...excepted }] }),
      ).findings[0].vulnerability?.dueAt;

    expect(judged(observation.findingId)).toBe(`${dueOn}T00:00:00.000Z`);
    expect(judged('another')).toBe('2026-05-17T00:00:00.000Z');
  });

  it('counts in the score as if it were not excepted', () => {
    const observation = vulnerable();
    const exemptions = [
      {
        findingId: observation.findingId,
        from: '2026-05-10T00:00:00.000Z',
        until: '2026-12-01T00:00:00.000Z',
      },
    ];

    const { findings, ...posture } = judge(scanned([observation]));
    expect(judge(scanned([observation], { exemptions }))).toMatchObject(
      posture,
    );
    expect(findings).toHaveLength(1);
  });

  it('counts as the platform’s while no release lacks it', () => {
    const assessment = judge(scanned([vulnerable()]), {
      golden: goldenIndex(UNMENDED),
    });
    expect(resultsOf(assessment)).toEqual({
      ...ALL_PASS,
      'base-vulnerabilities': 'fail',
    });
    expect(assessment.findings).toMatchObject([
      { vulnerability: { responsibility: 'platform' } },
    ]);
  });

  it.each([
    ['critical', true, 'base-upgrade'],
    ['critical', false, 'base-upgrade'],
    ['high', true, 'base-upgrade'],
    ['medium', true, 'base-upgrade'],
    ['medium', false, 'base-upgrade'],
    ['low', true, 'minor-vulnerabilities'],
    ['unknown', true, 'unrated-vulnerabilities'],
  ] as const)(
    'of severity %s (fixable: %s) that a release lacks counts in %s',
    (severity, isFixable, control) => {
      const { findings } = judge(
        scanned([vulnerable({ severity, isFixable })]),
      );
      expect(findings).toMatchObject([
        {
          controlId: control,
          vulnerability: { responsibility: expect.any(String), layer: 'base' },
        },
      ]);
    },
  );

  it.each([
    ['critical', true, 'base-vulnerabilities'],
    ['critical', false, 'unfixable-vulnerabilities'],
    ['medium', true, 'base-vulnerabilities'],
    ['medium', false, 'minor-vulnerabilities'],
  ] as const)(
    'of severity %s (fixable: %s) that all releases have counts in %s, and is the platform’s',
    (severity, isFixable, control) => {
      const { findings } = judge(
        scanned([vulnerable({ severity, isFixable })]),
        { golden: goldenIndex(UNMENDED) },
      );
      expect(findings).toMatchObject([
        { controlId: control, vulnerability: { responsibility: 'platform' } },
      ]);
    },
  );

  it('counts by its severity where config switched the control on bases off', () => {
    const controls = CONTROLS.filter(({ id }) => id !== 'base-upgrade');
    expect(resultsOf(judge(scanned([vulnerable()]), {}, controls))).toEqual({
      ...Object.fromEntries(controls.map(({ id }) => [id, 'pass'])),
      'critical-vulnerabilities': 'fail',
    });
  });

  it('is as its control says, where config re-assigned that', () => {
    const controls = CONTROLS.map(control =>
      control.id === 'base-upgrade'
        ? { ...control, responsibility: 'security' as const }
        : control,
    );
    expect(judge(scanned([vulnerable()]), {}, controls).findings).toMatchObject(
      [{ vulnerability: { responsibility: 'security' } }],
    );
  });

  it('leaves no pass behind where the same scan lists another of that severity', () => {
    const own = vulnerable({ advisory: 'CVE-2026-2222' });
    expect(resultsOf(judge(scanned([vulnerable(), own])))).toMatchObject({
      'base-upgrade': 'fail',
      'critical-vulnerabilities': 'fail',
    });
  });

  it('leaves no pass behind once its scan is too old', () => {
    const observedAt = '2026-05-20T00:00:00.000Z';
    const stale = scanned([vulnerable({}, { observedAt })]);
    const { controls, findings } = judge({
      ...stale,
      passes: stale.passes.map(it => ({ ...it, observedAt })),
    });
    expect(new Set(controls.map(({ result }) => result))).toEqual(
      new Set(['unknown']),
    );
    expect(findings).toMatchObject([{ result: 'unknown' }]);
  });

  it('leaves no verified pass behind in a report that others may write', () => {
    const evidence = scanned([vulnerable()], {
      unverified: [
        {
          clusterUid: cluster().uid,
          sourceKind: 'VulnerabilityReport',
          namespace: 'shop',
          cause: 'writable',
        },
      ],
    });
    expect(resultsOf(judge(evidence))).toMatchObject({
      'base-upgrade': 'fail',
      'critical-vulnerabilities': 'unknown',
      'base-vulnerabilities': 'unknown',
    });
  });

  it('asks most of an entity whose images differ', () => {
    const one = scanned([vulnerable()]);
    const evidence: EntityEvidence = {
      ...one,
      subjects: [...one.subjects, { ...one.subjects[0], id: 'other' }],
      observations: [
        ...one.observations,
        vulnerable({}, { subjectId: 'other' }),
      ],
      images: [
        ...one.images!,
        {
          ...one.images![0],
          subjectId: 'other',
          lineage: { ...GOLDEN, release: { image: 'node', version: '1.2' } },
        },
      ],
    };
    const golden = goldenIndex({
      ...MENDED,
      '1.2': report('2026-05-21T00:00:00.000Z', ['CVE-2026-1111']),
    });
    const both = judge(evidence, { golden });
    expect(resultsOf(both)).toMatchObject({
      'base-upgrade': 'fail',
      'base-vulnerabilities': 'fail',
    });
    expect(both.findings).toMatchObject([
      {
        controlId: 'base-upgrade',
        occurrences: 2,
        vulnerability: { responsibility: 'application' },
      },
    ]);
  });
});

describe('controls on golden bases', () => {
  it('pass where a scan lists nothing of the base', () => {
    expect(resultsOf(judge(scanned([])))).toEqual(ALL_PASS);
  });

  it('pass where a scan lists only what the application brought', () => {
    const own = vulnerable({ advisory: 'CVE-2026-2222' });
    expect(resultsOf(judge(scanned([own])))).toEqual({
      ...ALL_PASS,
      'critical-vulnerabilities': 'fail',
    });
  });

  it('are unknown where nothing scanned the image', () => {
    expect(resultsOf(judge(scanned([], { passes: [] })))).toMatchObject({
      'base-upgrade': 'unknown',
      'base-vulnerabilities': 'unknown',
    });
  });

  it('do not apply where no image is built on a golden image', () => {
    const lineage: Lineage = { state: 'not-golden', reason: '' };
    const { controls } = judge(scanned([vulnerable()], { lineage }));
    expect(controls).toContainEqual(
      expect.objectContaining({
        controlId: 'base-upgrade',
        result: 'not-applicable',
        reason: 'It runs no image built on a golden image',
      }),
    );
  });

  it.each([
    [
      'the lineage is unknown',
      { lineage: { state: 'unknown', reason: 'Registry not configured' } },
      'What the image registry.example/shop/web is built on is unknown: Registry not configured',
    ],
    [
      'nobody looked at the image',
      { images: [] },
      'What the image registry.example/shop/web is built on is unknown',
    ],
    [
      'the lineage leads nowhere',
      { lineage: { ...GOLDEN, release: { image: 'node', version: '0.1' } } },
      'What the image registry.example/shop/web is built on is unknown',
    ],
  ] as [string, Parameters<typeof scanned>[1], string][])(
    'are unknown where %s, and the severity counts as before',
    (_, overrides, reason) => {
      const { controls } = judge(scanned([vulnerable()], overrides));
      expect(controls).toContainEqual({
        controlId: 'base-upgrade',
        result: 'unknown',
        reason,
        failing: 0,
        unknown: 0,
      });
      expect(controls).toContainEqual(
        expect.objectContaining({
          controlId: 'critical-vulnerabilities',
          result: 'fail',
        }),
      );
    },
  );

  it('are unknown where a scan is of another image than the one that runs', () => {
    const evidence = scanned([vulnerable({ digest: 'sha256:old' })]);
    const images = evidence.images!.map(it => ({
      ...it,
      digests: ['sha256:new'],
    }));
    expect(resultsOf(judge({ ...evidence, images }))).toMatchObject({
      'critical-vulnerabilities': 'fail',
      'base-upgrade': 'unknown',
      'base-vulnerabilities': 'unknown',
    });
  });
});

const DOCUMENT: VexDocument = {
  digest: 'sha256:d',
  author: 'Security',
  source: 'git',
  repository: REPOSITORY,
  trust: {
    trusted: true,
    rules: [{ name: 'team', repositories: [REPOSITORY], packages: [] }],
  },
  statements: [
    {
      advisory: 'CVE-2026-1111',
      aliases: [],
      products: [{ id: REPOSITORY, hashes: [], subcomponents: [] }],
      status: 'not_affected',
      impact: 'Never called',
      statedAt: '2026-05-02T00:00:00.000Z',
      author: 'Security',
    },
  ],
};
const NOT_GOLDEN: Lineage = { state: 'not-golden', reason: '' };

describe('a vulnerability that somebody says is none', () => {
  it('is shown with who says so, and counts nowhere', () => {
    const evidence = scanned([vulnerable()], {
      vex: [DOCUMENT],
      lineage: NOT_GOLDEN,
    });
    const assessment = judge(evidence);
    expect(assessment.summary).toMatchObject({ score: 100, failing: 0 });
    expect(assessment.findings).toMatchObject([
      {
        result: 'not-applicable',
        reason: 'Security says that it is not affected: Never called',
        controlId: 'critical-vulnerabilities',
        occurrences: 1,
        vulnerability: {
          suppression: { author: 'Security', trustedBy: 'team' },
        },
      },
    ]);
    expect(assessment.findings[0].vulnerability?.dueAt).toBeUndefined();
  });

  it('fails where the statement does not reach', () => {
    const one = scanned([vulnerable()], { vex: [DOCUMENT] });
    const evidence: EntityEvidence = {
      ...one,
      subjects: [...one.subjects, { ...one.subjects[0], id: 'other' }],
      observations: [
        ...one.observations,
        vulnerable(
          { repository: 'registry.example/shop/api' },
          { subjectId: 'other' },
        ),
      ],
    };
    expect(judge(evidence).findings).toMatchObject([
      { result: 'fail', occurrences: 1 },
    ]);
  });

  it('is said of the golden image that brought it', () => {
    const repository = 'registry.example.com/golden/node';
    const vex: VexDocument[] = [
      {
        ...DOCUMENT,
        repository,
        trust: {
          trusted: true,
          rules: [{ name: 'team', repositories: [repository], packages: [] }],
        },
        statements: DOCUMENT.statements.map(it => ({
          ...it,
          products: [
            {
              id: repository,
              hashes: [],
              subcomponents: ['pkg:deb/debian/openssl'],
            },
          ],
        })),
      },
    ];
    expect(judge(scanned([vulnerable()], { vex })).findings).toMatchObject([
      { result: 'not-applicable' },
    ]);
    const own = vulnerable({ installedVersions: ['9'] });
    expect(judge(scanned([own], { vex })).findings).toMatchObject([
      { result: 'fail' },
    ]);
  });
});

describe('an assessment', () => {
  it('holds until a release comes out or its support ends', () => {
    const golden = goldenIndex(MENDED, {
      '1.2': { supportedUntil: '2026-06-01' },
    });
    expect(judge(scanned([vulnerable()]), { golden }).validUntil).toBe(
      '2026-06-02T00:00:00.000Z',
    );
  });

  it('is as before where nobody told of service levels and golden images', () => {
    const evidence = scanned([vulnerable()]);
    const { findings } = assess(evidence, SEVERITY_CONTROLS, {}, NOW);
    expect(findings).toEqual([
      {
        findingId: 'CVE-2026-1111 pkg:deb/debian/openssl',
        controlId: 'critical-vulnerabilities',
        result: 'fail',
        reason: '',
        occurrences: 1,
      },
    ]);
  });
});
