import {
  CONTROL_CATALOGUE,
  type PolicyResultEvidence,
  type SourceKind,
} from '@shift-down/plugin-shift-down-common';
import { createControlIndex } from '../controlIndex';
import {
  CLUSTER,
  WEB,
  collected,
  container,
  imageScan,
  policyResult,
  vulnerability,
  workload,
} from '../__testUtils__/evidence';
import { judgeObject, judgeObjectInSteps } from './judgeObject';

const index = createControlIndex(CONTROL_CATALOGUE);

function judge(
  object: ReturnType<typeof collected>,
  sourceKind: SourceKind = 'PolicyReport',
) {
  return judgeObject({ cluster: CLUSTER, sourceKind, object, index });
}

function judgeResult(overrides: Partial<PolicyResultEvidence>) {
  return judge(collected(policyResult(overrides)));
}

function findingId(overrides: Partial<PolicyResultEvidence>) {
  return judgeResult(overrides).observations[0].finding.id;
}

describe('outcomes of engines', () => {
  it('count a pass by control', () => {
    expect(judgeResult({ outcome: 'pass' })).toEqual({
      observations: [],
      passes: [{ subject: WEB, counts: { 'privileged-containers': 1 } }],
    });
  });

  it.each<[string, Partial<PolicyResultEvidence>, object]>([
    ['fail', {}, { result: 'fail', reason: '' }],
    ['warn', { outcome: 'warn' }, { result: 'fail', reason: '' }],
    [
      'error',
      { outcome: 'error' },
      { result: 'unknown', reason: 'Kyverno could not evaluate it' },
    ],
    [
      'skip',
      { outcome: 'skip' },
      { result: 'unknown', reason: 'Not evaluated: Kyverno skipped it' },
    ],
    [
      'skip under exceptions',
      { outcome: 'skip', exceptions: ['legacy', 'agents'] },
      { result: 'unknown', reason: 'Skipped under exception legacy, agents' },
    ],
    [
      'pass under an exception',
      { outcome: 'pass', exceptions: ['legacy'] },
      {
        result: 'unknown',
        reason: 'Not evaluated: exempt under exception legacy',
      },
    ],
  ])('take %s for what it is', (_, evidence, expected) => {
    const { observations, passes } = judgeResult(evidence);
    expect(observations).toHaveLength(1);
    expect(observations[0]).toMatchObject(expected);
    expect(passes).toEqual([]);
  });

  it.each([
    ['fail', 'critical'],
    ['warn', 'low'],
  ] as const)('give %s the severity %s', (outcome, severity) => {
    expect(judgeResult({ outcome }).observations[0].finding.severity).toBe(
      severity,
    );
  });

  it('leave a warning of info at info', () => {
    expect(
      judgeResult({ policy: 'own', outcome: 'warn', severity: 'info' })
        .observations[0].finding.severity,
    ).toBe('info');
  });
});

describe('the identity of a policy finding', () => {
  it.each<[string, Partial<PolicyResultEvidence>]>([
    ['the message', { message: 'Something else about pod web-7d9f8' }],
    ['the moment', { observedAt: '2026-06-02T00:00:00.000Z' }],
    ['the severity an engine gives', { severity: 'low' }],
    [
      'who witnesses a control',
      { engine: 'trivy', policy: 'KSV017', rule: '', reportedBy: 'Trivy' },
    ],
    ['the outcome', { outcome: 'error' }],
  ])('does not change with %s', (_, change) => {
    expect(findingId(change)).toBe(findingId({}));
  });

  it('does not change with the name of the report', () => {
    const object = collected(policyResult());
    object.key.name = 'another';
    expect(judge(object).observations[0].finding.id).toBe(findingId({}));
  });

  it.each<[string, Partial<PolicyResultEvidence>]>([
    ['control', { policy: 'disallow-host-path' }],
    ['subject', { subject: { ...WEB, name: 'other' } }],
    ['container', { component: 'app' }],
  ])('changes with the %s', (_, change) => {
    expect(findingId(change)).not.toBe(findingId({}));
  });

  it('has the rule in it where no control covers the policy', () => {
    expect(findingId({ policy: 'own', rule: 'a' })).not.toBe(
      findingId({ policy: 'own', rule: 'b' }),
    );
  });
});

describe('the description of a policy finding', () => {
  it('comes from the control that covers it', () => {
    expect(judgeResult({}).observations[0].finding).toMatchObject({
      type: 'policy',
      controlId: 'privileged-containers',
      title: 'Containers must not be privileged',
      area: 'misconfigurations',
      responsibility: 'application',
      subject: { cluster: CLUSTER, ...WEB, component: '' },
    });
  });

  it.each([
    [
      'Deployment',
      'spec.template.spec.containers[name=app].securityContext.privileged',
    ],
    ['Pod', 'spec.containers[name=app].securityContext.privileged'],
    [
      'CronJob',
      'spec.jobTemplate.spec.template.spec.containers[name=app].securityContext.privileged',
    ],
  ])('names the field of a %s and the container', (kind, field) => {
    const { remediation } = judgeResult({
      subject: { ...WEB, kind },
      component: 'app',
    }).observations[0].finding;
    expect(remediation).toContain(` ${field} `);
  });

  it('comes from the engine where no control covers it', () => {
    expect(
      judgeResult({
        policy: 'require-team-label',
        rule: 'check_label',
        severity: 'high',
        remediation: 'Set metadata.labels.team.',
      }).observations[0].finding,
    ).toMatchObject({
      controlId: 'other-policies',
      title: 'Require team label: check label',
      severity: 'high',
      remediation: 'Set metadata.labels.team.',
    });
  });

  it('holds no secret that a message spilt', () => {
    const { observations } = judgeResult({
      policy: 'own',
      message: 'env DB_PASSWORD=hunter2-hunter2 is not allowed',
      remediation: 'remove password: hunter2-hunter2',
    });
    expect(JSON.stringify(observations)).not.toContain('hunter2');
  });
});

describe('several results of one object', () => {
  it('become one observation, the worst, with every message', () => {
    const { observations } = judge(
      collected(
        policyResult({ outcome: 'skip', rule: 'a', message: 'first' }),
        policyResult({ outcome: 'fail', rule: 'b', message: 'second' }),
        policyResult({ outcome: 'fail', rule: 'b', message: 'second' }),
        policyResult({ outcome: 'error', rule: 'c', message: 'third' }),
      ),
    );
    expect(observations).toHaveLength(1);
    expect(observations[0]).toMatchObject({
      result: 'fail',
      reason: '',
      message: 'second\nfirst\nthird',
      witness: { rule: 'b', outcome: 'fail' },
    });
    expect(observations[0].detail.policy.split(', ')).toHaveLength(3);
  });

  it('stay apart for different containers and subjects', () => {
    expect(
      judge(
        collected(
          policyResult({ component: 'app' }),
          policyResult({ component: 'sidecar' }),
          policyResult({ subject: { ...WEB, name: 'other' } }),
        ),
      ).observations,
    ).toHaveLength(3);
  });

  it('bound the joined message', () => {
    const { observations } = judge(
      collected(
        ...Array.from({ length: 30 }, (_, i) =>
          policyResult({ message: `${i} ${'word '.repeat(100)}` }),
        ),
      ),
    );
    expect(observations[0].message.length).toBeLessThanOrEqual(2_000);
  });

  it.each<[string, Partial<PolicyResultEvidence>, object]>([
    ['a failure of the same control', {}, {}],
    ['an unknown of the same control', { outcome: 'skip' }, {}],
    ['a failure in one container', { component: 'app' }, {}],
    [
      'a failure of another control',
      { policy: 'disallow-host-path' },
      { 'privileged-containers': 1 },
    ],
  ])('count a pass beside %s as %j', (_, worse, counts) => {
    const { passes } = judge(
      collected(policyResult({ outcome: 'pass' }), policyResult(worse)),
    );
    expect(passes[0]?.counts ?? {}).toEqual(counts);
  });

  it('are as old as the newest of them', () => {
    const { observations, passes } = judge(
      collected(
        policyResult({ observedAt: '2026-05-01T00:00:00Z' }),
        policyResult({
          policy: 'disallow-host-path',
          outcome: 'pass',
          observedAt: '2026-06-01T00:00:00Z',
        }),
      ),
    );
    expect(observations[0].observedAt).toBe('2026-06-01T00:00:00Z');
    expect(passes[0].observedAt).toBe('2026-06-01T00:00:00Z');
  });
});

describe('image scans', () => {
  it('pass each control that no vulnerability matches, for that container', () => {
    const { observations, passes } = judge(
      collected(imageScan({ vulnerabilities: [vulnerability()] })),
      'VulnerabilityReport',
    );
    expect(observations).toHaveLength(1);
    expect(Object.keys(passes[0].counts).sort()).toEqual([
      'high-vulnerabilities/app',
      'medium-vulnerabilities/app',
      'minor-vulnerabilities/app',
      'supported-base-os/app',
      'unfixable-vulnerabilities/app',
      'unrated-vulnerabilities/app',
    ]);
  });

  it('describe a vulnerability for the repository, not for the subject', () => {
    const [{ finding, subject, component, detail }] = judge(
      collected(imageScan({ vulnerabilities: [vulnerability()] })),
      'VulnerabilityReport',
    ).observations;
    expect(finding).toMatchObject({
      type: 'vulnerability',
      controlId: 'critical-vulnerabilities',
      engine: 'trivy',
      packageUrl: 'pkg:deb/debian/openssl',
      repository: 'registry.example/shop/web',
      subject: {
        cluster: '',
        namespace: '',
        kind: '',
        name: '',
        component: '',
      },
      title: 'CVE-2026-1111 in openssl: Out-of-bounds write',
      severity: 'critical',
    });
    expect(finding.remediation).toContain('3.0.13');
    expect({ subject, component }).toEqual({ subject: WEB, component: 'app' });
    expect(detail).toMatchObject({
      image: 'registry.example/shop/web:1.2.3',
      installedVersion: '3.0.11',
      fixedVersion: '3.0.13',
    });
  });

  it('give the same finding for another digest, tag, workload and cluster', () => {
    const id = (cluster: string, scan: ReturnType<typeof imageScan>) =>
      judgeObject({
        cluster,
        sourceKind: 'VulnerabilityReport',
        object: collected(scan),
        index,
      }).observations[0].finding.id;
    const vulnerabilities = [vulnerability()];
    expect(
      id(
        'another',
        imageScan({
          vulnerabilities,
          subject: { ...WEB, name: 'other' },
          tag: '2.0.0',
          digest: `sha256:${'0'.repeat(64)}`,
        }),
      ),
    ).toBe(id(CLUSTER, imageScan({ vulnerabilities })));
  });

  it('list a package once that was found in several versions', () => {
    const { observations } = judge(
      collected(
        imageScan({
          vulnerabilities: [
            vulnerability({ severity: 'high' }),
            vulnerability({
              installedVersion: '1.1.1',
              packageUrl: 'pkg:deb/debian/openssl@1.1.1',
            }),
          ],
        }),
      ),
      'VulnerabilityReport',
    );
    expect(observations).toHaveLength(1);
    expect(observations[0].finding.severity).toBe('critical');
    expect(observations[0].detail.installedVersion).toBe('1.1.1, 3.0.11');
  });

  it('never drop a vulnerability without a rating', () => {
    expect(
      judge(
        collected(
          imageScan({
            vulnerabilities: [vulnerability({ severity: 'unknown' })],
          }),
        ),
        'VulnerabilityReport',
      ).observations[0].finding.controlId,
    ).toBe('unrated-vulnerabilities');
  });

  it('pass nothing when they name no container', () => {
    expect(
      judge(collected(imageScan({ container: '' })), 'VulnerabilityReport')
        .passes,
    ).toEqual([]);
  });

  it('passes nothing where it may leave things out, and fails all the same', () => {
    const partial = { isPartial: true };
    expect(judge(collected(imageScan(partial)), 'Upload').passes).toEqual([]);
    const { observations, passes } = judge(
      collected(imageScan({ ...partial, vulnerabilities: [vulnerability()] })),
      'Upload',
    );
    expect(passes).toEqual([]);
    expect(observations).toMatchObject([{ result: 'fail' }]);
  });

  it('report an operating system past its end of life', () => {
    const { observations, passes } = judge(
      collected(imageScan({ os: 'debian 9', osEndOfLife: true })),
      'VulnerabilityReport',
    );
    expect(observations).toMatchObject([
      {
        result: 'fail',
        component: 'app',
        message: 'debian 9 is past its end of life',
        finding: { controlId: 'supported-base-os', subject: WEB },
      },
    ]);
    expect(passes[0].counts).not.toHaveProperty(['supported-base-os/app']);
  });
});

describe('workloads', () => {
  const digest = `sha256:${'a'.repeat(64)}`;

  it.each([
    ['nginx', ['image-digest', 'image-tag']],
    ['nginx:latest', ['image-digest', 'image-tag']],
    ['registry.example:5000/nginx', ['image-digest', 'image-tag']],
    ['nginx:1.27', ['image-digest']],
    [`nginx:latest@${digest}`, []],
    [`nginx@${digest}`, []],
  ])('with image %s fail %j', (image, failing) => {
    const { observations, passes } = judge(
      collected(workload(container(image))),
      'Workload',
    );
    expect(observations.map(it => it.finding.controlId).sort()).toEqual(
      failing,
    );
    expect(Object.keys(passes[0]?.counts ?? {}).sort()).toEqual(
      ['image-digest/app', 'image-tag/app'].filter(
        key => !failing.includes(key.split('/')[0]),
      ),
    );
  });

  it('are not taken for pinned because the running Pod has a digest', () => {
    expect(
      judge(
        collected(workload(container('nginx:1.27', { digest }))),
        'Workload',
      ).observations[0].finding.controlId,
    ).toBe('image-digest');
  });

  it('share one finding over containers and with engines', () => {
    const { observations } = judge(
      collected(
        workload(
          container('a:latest', { name: 'a' }),
          container('b:latest', { name: 'b' }),
        ),
      ),
      'Workload',
    );
    const own = observations.filter(it => it.finding.controlId === 'image-tag');
    expect(own.map(it => it.component)).toEqual(['a', 'b']);
    expect(new Set(own.map(it => it.finding.id))).toEqual(
      new Set([findingId({ policy: 'disallow-latest-tag' })]),
    );
  });

  it('are known from the workload itself only, never from a report', () => {
    expect(judge(collected(workload(container('nginx'))))).toEqual({
      observations: [],
      passes: [],
    });
  });
});

it('says nothing about an object without evidence', () => {
  expect(judge({ ...collected(), unreadable: 'too large' })).toEqual({
    observations: [],
    passes: [],
  });
});

describe('a large object', () => {
  const many = Array.from({ length: 1_000 }, (_, at) => `${at}`);
  it.each([
    ['results', many.map(policy => policyResult({ policy }))],
    [
      'vulnerabilities',
      [
        imageScan({
          vulnerabilities: many.map(advisory => vulnerability({ advisory })),
        }),
      ],
    ],
  ])('is judged with pauses where it has many %s', (_, evidence) => {
    const object = collected(...evidence);
    const steps = judgeObjectInSteps({
      cluster: CLUSTER,
      sourceKind: 'PolicyReport',
      object,
      index,
    });
    // Three times over: to judge, to date and to compare with what passes.
    expect([...steps]).toHaveLength(30);
  });
});
