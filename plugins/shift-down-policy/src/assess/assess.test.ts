import type { Control } from '@shift-down/plugin-shift-down-common';
import type { EntityEvidence } from '../types';
import { control } from '../__testUtils__/evidence';
import {
  SINCE,
  cluster,
  entityEvidence,
  namespace,
  observation,
  pass,
  subject,
} from '../__testUtils__/entityEvidence';
import { assess } from './assess';

const NOW = new Date('2026-06-01T12:00:00.000Z');

const onWorkloads = control({
  id: 'on-workloads',
  witnesses: ['PolicyReport', 'ConfigAuditReport'],
});
const onImages = control({
  id: 'on-images',
  appliesTo: 'image',
  witnesses: ['VulnerabilityReport'],
});
const onNamespaces = control({ id: 'on-namespaces', appliesTo: 'namespace' });
const rest = control({ id: 'other-policies', severity: 'medium' });

function judge(controls: Control[], overrides: Partial<EntityEvidence>) {
  return assess(entityEvidence(overrides), controls, {}, NOW);
}

function resultOf(one: Control, overrides: Partial<EntityEvidence>) {
  return judge([one], overrides).controls[0];
}

describe('a control', () => {
  const failing = observation({ controlId: 'on-workloads' });
  const passing = pass({ 'on-workloads': 1 });

  it('fails with one finding that fails, whatever else passes', () => {
    expect(
      resultOf(onWorkloads, { observations: [failing], passes: [passing] }),
    ).toEqual({
      controlId: 'on-workloads',
      result: 'fail',
      reason: '',
      failing: 1,
      unknown: 0,
      worstSeverity: 'high',
    });
  });

  it('passes when every subject is vouched for', () => {
    expect(resultOf(onWorkloads, { passes: [passing] })).toEqual({
      controlId: 'on-workloads',
      result: 'pass',
      reason: '',
      failing: 0,
      unknown: 0,
    });
  });

  it.each<[string, Partial<EntityEvidence>, string]>([
    [
      'nobody checks it',
      {},
      'Nothing in cluster demo checks this for Deployment web',
    ],
    [
      'one of the subjects is not checked',
      { passes: [passing], subjects: [subject('web'), subject('worker')] },
      'Nothing in cluster demo checks this for Deployment worker',
    ],
    [
      'a pass has a count of nothing',
      { passes: [pass({ 'on-workloads': 0 })] },
      'Nothing in cluster demo checks this for Deployment web',
    ],
    [
      'the engine could not say',
      {
        passes: [passing],
        observations: [
          {
            ...failing,
            result: 'unknown',
            reason: 'Skipped under exception x',
          },
        ],
      },
      'Skipped under exception x',
    ],
    [
      'a witness is stale',
      {
        passes: [passing],
        clusters: [cluster({ ConfigAuditReport: { state: 'stale' } })],
      },
      `ConfigAuditReport of cluster demo is stale since ${SINCE}`,
    ],
    [
      'a witness is forbidden',
      {
        passes: [passing],
        clusters: [
          cluster({ ConfigAuditReport: { state: 'forbidden', error: '403' } }),
        ],
      },
      'Reading ConfigAuditReport from cluster demo is forbidden',
    ],
    [
      'a witness failed',
      {
        passes: [passing],
        clusters: [
          cluster({ ConfigAuditReport: { state: 'failed', error: 'timeout' } }),
        ],
      },
      'Reading ConfigAuditReport from cluster demo failed',
    ],
    [
      'a witness was never asked',
      {
        passes: [passing],
        clusters: [cluster({ ConfigAuditReport: 'missing' })],
      },
      'ConfigAuditReport has not been collected from cluster demo yet',
    ],
    [
      'the cluster itself is not known',
      { passes: [passing], clusters: [] },
      expect.stringContaining('has not been collected from cluster'),
    ],
    [
      'an object that concerns it could not be read',
      {
        passes: [passing],
        unreadable: [
          {
            subjectId: 'web',
            sourceKind: 'ConfigAuditReport',
            reason: 'it is larger than 5 MB',
          },
        ],
      },
      'An object of kind ConfigAuditReport could not be read: it is larger than 5 MB',
    ],
    [
      'a list was cut',
      {
        passes: [passing],
        cutLists: [
          {
            clusterUid: 'any',
            controlId: 'on-workloads',
            policy: 'K8sPSPCapabilities',
            listed: 20,
            total: 45,
          },
        ],
      },
      'K8sPSPCapabilities has 45 violations and lists only 20 of them',
    ],
    [
      'the pass is too old',
      {
        passes: [
          pass(
            { 'on-workloads': 1 },
            { observedAt: '2026-05-31T12:00:00.000Z' },
          ),
        ],
      },
      'Its PolicyReport is older than 24 hours',
    ],
    [
      'nobody knows how old the pass is',
      { passes: [pass({ 'on-workloads': 1 }, { observedAt: 'yesterday' })] },
      'Its PolicyReport is older than 24 hours',
    ],
    [
      'the failure is too old',
      {
        passes: [passing],
        observations: [{ ...failing, observedAt: '2026-05-31T12:00:00.000Z' }],
      },
      'Its PolicyReport is older than 24 hours',
    ],
    [
      'the failure comes from a source that is not installed any more',
      {
        passes: [pass({ 'on-workloads': 1 }, { sourceKind: 'Report' })],
        observations: [failing],
        clusters: [cluster({ PolicyReport: { state: 'not-installed' } })],
      },
      'PolicyReport is no longer installed in cluster demo',
    ],
  ])('is unknown when %s', (_, evidence, reason) => {
    expect(resultOf(onWorkloads, evidence)).toMatchObject({
      result: 'unknown',
      reason,
    });
  });

  it('does not wait for a witness that is not installed', () => {
    expect(
      resultOf(onWorkloads, {
        passes: [passing],
        clusters: [cluster({ ConfigAuditReport: { state: 'not-installed' } })],
      }).result,
    ).toBe('pass');
  });

  it('does not mind sources that can’t witness it', () => {
    expect(
      resultOf(onWorkloads, {
        passes: [passing],
        clusters: [cluster({ VulnerabilityReport: { state: 'failed' } })],
        unreadable: [
          { subjectId: 'web', sourceKind: 'VulnerabilityReport', reason: '' },
        ],
      }).result,
    ).toBe('pass');
  });

  it('counts the rest of its reasons', () => {
    expect(
      resultOf(onWorkloads, {
        subjects: [subject('a'), subject('b'), subject('c')],
      }).reason,
    ).toBe('Nothing in cluster demo checks this for Deployment a (and 2 more)');
  });

  it('counts distinct findings, and one that fails anywhere as failing', () => {
    expect(
      resultOf(onWorkloads, {
        observations: [
          { ...failing, findingId: 'one', component: 'a' },
          { ...failing, findingId: 'one', component: 'b', result: 'unknown' },
          { ...failing, findingId: 'two', severity: 'critical' },
          { ...failing, findingId: 'three', result: 'unknown' },
        ],
      }),
    ).toMatchObject({ failing: 2, unknown: 1, worstSeverity: 'critical' });
  });
});

describe('a control on images', () => {
  it('wants a pass for each container', () => {
    expect(
      resultOf(onImages, {
        subjects: [subject('web', ['app', 'sidecar'])],
        passes: [
          pass({ 'on-images/app': 1 }, { sourceKind: 'VulnerabilityReport' }),
        ],
      }),
    ).toMatchObject({
      result: 'unknown',
      reason:
        'Nothing in cluster demo checks this for container sidecar of Deployment web',
    });
  });

  it.each([
    ['each container', { 'on-images/app': 1, 'on-images/sidecar': 1 }],
    ['the workload as a whole', { 'on-images': 1 }],
  ])('passes with passes for %s', (_, counts) => {
    expect(
      resultOf(onImages, {
        subjects: [subject('web', ['app', 'sidecar'])],
        passes: [pass(counts)],
      }).result,
    ).toBe('pass');
  });

  it('is unknown for a workload whose containers nobody knows', () => {
    expect(
      resultOf(onImages, {
        subjects: [subject('web', [])],
        passes: [pass({ 'on-images/app': 1 })],
      }).result,
    ).toBe('unknown');
  });
});

describe('a control on namespaces', () => {
  it('does not apply to an entity of workloads', () => {
    expect(resultOf(onNamespaces, {})).toMatchObject({
      result: 'not-applicable',
      reason: 'It is no namespace and has none to itself',
    });
  });

  it('fails where a workload is at fault all the same', () => {
    expect(
      resultOf(onNamespaces, {
        observations: [observation({ controlId: 'on-namespaces' })],
      }).result,
    ).toBe('fail');
  });

  it('does not come to apply by passes alone', () => {
    expect(
      resultOf(onNamespaces, { passes: [pass({ 'on-namespaces': 1 })] }).result,
    ).toBe('not-applicable');
  });

  it('passes by what is in the namespace', () => {
    const role = subject('reader', [], {
      kind: 'other',
      reference: { namespace: 'shop', kind: 'Role', name: 'reader' },
    });
    const passes = [pass({ 'on-namespaces': 1 }, { subjectId: 'reader' })];
    expect(
      resultOf(onNamespaces, { subjects: [namespace('shop'), role], passes })
        .result,
    ).toBe('pass');
    expect(
      resultOf(onNamespaces, { subjects: [namespace('till'), role], passes })
        .result,
    ).toBe('unknown');
  });
});

describe('a control on provisioned namespaces', () => {
  const onManaged = control({
    id: 'on-managed',
    appliesTo: 'namespace',
    needs: 'provisioning',
    witnesses: ['Baseline'],
  });
  const other = namespace('other');
  const managed = { ...namespace('shop'), isManaged: true };
  const passing = pass(
    { 'on-managed': 1 },
    { subjectId: 'shop', sourceKind: 'Baseline' },
  );

  it.each([
    ['fresh', cluster()],
    ['not heard of', cluster({ Baseline: 'missing' })],
    ['stale', cluster({ Baseline: { state: 'stale' } })],
  ])('does not apply to others where its source is %s', (_, state) => {
    const given = { clusters: [state], subjects: [other] };
    expect(resultOf(onManaged, given)).toMatchObject({
      result: 'not-applicable',
      reason: 'It has no namespace that the portal provisioned',
    });
    expect(judge([onNamespaces, onManaged], given).summary).toEqual({
      ...judge([onNamespaces], given).summary,
      notApplicable: 1,
    });
  });

  it('asks nothing of others beside one that is', () => {
    expect(
      resultOf(onManaged, { subjects: [managed, other], passes: [passing] }),
    ).toMatchObject({ result: 'pass' });
  });

  it.each([
    ['nobody has looked', cluster(), [], /^Nothing in cluster demo checks/],
    [
      'it was last looked at long ago',
      cluster({ Baseline: { state: 'stale' } }),
      [passing],
      /^The provisioned namespaces of cluster demo were last looked at on/,
    ],
    [
      'it can not be compared',
      cluster({ Baseline: { state: 'failed' } }),
      [passing],
      /could not be compared with their baseline$/,
    ],
  ])('is unknown of one that is where %s', (_, state, passes, reason) => {
    expect(
      resultOf(onManaged, { clusters: [state], subjects: [managed], passes }),
    ).toMatchObject({
      result: 'unknown',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('a control on workloads', () => {
  it.each([
    [onWorkloads, 'It runs no workload'],
    [onImages, 'It runs no image'],
  ])('does not apply to a namespace', (one, reason) => {
    expect(resultOf(one, { subjects: [namespace('shop')] })).toMatchObject({
      result: 'not-applicable',
      reason,
    });
  });
});

describe('other policies', () => {
  const other = observation({ controlId: 'other-policies' });

  it.each<[string, Partial<EntityEvidence>, string]>([
    ['no other policy speaks', {}, 'not-applicable'],
    ['one passes', { passes: [pass({ 'other-policies': 2 })] }, 'pass'],
    ['one fails', { observations: [other] }, 'fail'],
    [
      'its source is stale',
      { clusters: [cluster({ PolicyReport: { state: 'stale' } })] },
      'unknown',
    ],
    [
      'it failed and its source went stale',
      {
        observations: [other],
        clusters: [cluster({ PolicyReport: { state: 'stale' } })],
      },
      'unknown',
    ],
    [
      'it passed too long ago',
      {
        passes: [
          pass({ 'other-policies': 1 }, { observedAt: '2026-05-01T00:00:00Z' }),
        ],
      },
      'unknown',
    ],
  ])('when %s', (_, evidence, result) => {
    expect(resultOf(rest, evidence).result).toBe(result);
  });
});

describe('findings', () => {
  it('are listed once, with the places where they are seen', () => {
    const seen = (subjectId: string, component: string) =>
      observation({
        controlId: 'on-images',
        findingId: 'cve',
        subjectId,
        component,
        sourceKind: 'VulnerabilityReport',
      });
    expect(
      judge([onImages], {
        subjects: [subject('web'), subject('worker')],
        observations: [
          seen('web', 'app'),
          seen('web', 'app'),
          seen('worker', 'app'),
        ],
      }).findings,
    ).toEqual([
      {
        findingId: 'cve',
        controlId: 'on-images',
        result: 'fail',
        reason: '',
        occurrences: 2,
      },
    ]);
  });

  it('stay listed as unknown when their evidence counts no more', () => {
    expect(
      judge([onWorkloads], {
        observations: [observation({ controlId: 'on-workloads' })],
        clusters: [cluster({ PolicyReport: { state: 'stale' } })],
      }).findings,
    ).toMatchObject([
      {
        result: 'unknown',
        reason: `PolicyReport of cluster demo is stale since ${SINCE}`,
      },
    ]);
  });

  it('of controls that are switched off are not listed', () => {
    expect(
      judge([onWorkloads], {
        observations: [observation({ controlId: 'switched-off' })],
        passes: [pass({ 'switched-off': 1 })],
      }).findings,
    ).toEqual([]);
  });
});

describe('an entity without a confirmed claim', () => {
  it.each([
    ['none', 'not-claimed'],
    ['unconfirmed', 'unconfirmed'],
    ['no-workloads', 'no-workloads'],
  ] as const)('(%s) tells nothing of its evidence', (claim, state) => {
    const assessment = judge([onWorkloads], {
      claim,
      observations: [observation({ controlId: 'on-workloads' })],
    });
    expect(assessment).toMatchObject({
      state,
      controls: [],
      findings: [],
      summary: { grade: 'unknown', coverage: 0, failing: 0, unknown: 0 },
    });
    expect(assessment.validUntil).toBeUndefined();
  });
});

describe('validUntil', () => {
  const passes = [pass({ 'on-workloads': 1 })];

  it('is when the first evidence that counts grows too old', () => {
    expect(
      judge([onWorkloads], {
        passes,
        observations: [
          observation({
            controlId: 'on-workloads',
            observedAt: '2026-05-31T13:00:00.000Z',
          }),
          observation({
            controlId: 'on-workloads',
            observedAt: '2026-05-30T00:00:00.000Z',
          }),
        ],
      }).validUntil,
    ).toBe('2026-06-01T13:00:00.000Z');
  });

  it('is the very moment at which the result changes', () => {
    const evidence = entityEvidence({ passes });
    const at = (now: Date) => assess(evidence, [onWorkloads], {}, now);
    const until = new Date(at(NOW).validUntil!);
    expect(at(new Date(until.getTime() - 1)).controls[0].result).toBe('pass');
    expect(at(until).controls[0].result).toBe('unknown');
  });

  it('is not set where nothing ages', () => {
    expect(
      judge([onWorkloads], {
        passes: [pass({ 'on-workloads': 1 }, { sourceKind: 'Workload' })],
      }).validUntil,
    ).toBeUndefined();
  });

  it('follows the maximum ages that are given', () => {
    expect(
      assess(
        entityEvidence({ passes }),
        [onWorkloads],
        { maxAge: { PolicyReport: 2 * 60 * 60 * 1000 } },
        NOW,
      ).validUntil,
    ).toBe('2026-06-01T13:00:00.000Z');
  });

  it('is not set for a recording, whose ages stand still', () => {
    const assessment = assess(
      entityEvidence({
        passes,
        clusters: [cluster({}, { recordedAt: '2026-06-01T11:30:00.000Z' })],
      }),
      [onWorkloads],
      {},
      new Date('2030-01-01T00:00:00.000Z'),
    );
    expect(assessment.controls[0].result).toBe('pass');
    expect(assessment.validUntil).toBeUndefined();
  });
});

it('assesses 500 observations in a few milliseconds', () => {
  const controls = Array.from({ length: 40 }, (_, i) =>
    control({ id: `control-${i}`, appliesTo: 'image' }),
  );
  const evidence = entityEvidence({
    subjects: Array.from({ length: 20 }, (_, i) => subject(`web-${i}`)),
    observations: Array.from({ length: 500 }, (_, i) =>
      observation({
        controlId: `control-${i % 40}`,
        findingId: `finding-${i}`,
        subjectId: `web-${i % 20}`,
      }),
    ),
  });
  const times = Array.from({ length: 30 }, () => {
    const start = performance.now();
    assess(evidence, controls, {}, NOW);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  expect(times[15]).toBeLessThan(20);
});
