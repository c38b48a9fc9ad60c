import type { PolicyResultEvidence } from '@shift-down/plugin-shift-down-common';
import { createContext } from '../../__testUtils__/normaliseContext';
import { findReader } from '../index';

const WEB = { namespace: 'shop', kind: 'Deployment', name: 'web' };
const RESULT = { source: 'kyverno', policy: 'p', rule: 'r', result: 'fail' };
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name: 'web-2-a',
};

function read(
  results: unknown,
  more: object = {},
  type = { group: 'wgpolicyk8s.io/v1alpha2', kind: 'PolicyReport' },
) {
  const [group] = type.group.split('/');
  const reader = findReader(group, type.kind)!;
  const raw = {
    apiVersion: type.group,
    kind: type.kind,
    metadata: {
      name: 'report',
      ...(type.kind.startsWith('Cluster') ? {} : { namespace: 'shop' }),
    },
    scope: POD,
    results,
    ...more,
  };
  const normalised = reader.read(raw).normalise(createContext());
  return {
    ...normalised,
    sourceKind: reader.sourceKind,
    results: normalised.evidence as PolicyResultEvidence[],
  };
}

describe('policy reports', () => {
  it.each([
    ['wgpolicyk8s.io/v1alpha2', 'PolicyReport'],
    ['wgpolicyk8s.io/v1beta1', 'ClusterPolicyReport'],
    ['openreports.io/v1alpha1', 'Report'],
    ['openreports.io/v1alpha1', 'ClusterReport'],
  ])('are read from %s %s', (group, kind) => {
    const { results, sourceKind } = read([RESULT], {}, { group, kind });
    expect(sourceKind).toBe(kind);
    expect(results).toEqual([
      {
        type: 'policy-result',
        engine: 'kyverno',
        reportedBy: 'kyverno',
        policy: 'p',
        rule: 'r',
        subject: WEB,
        component: '',
        outcome: 'fail',
        severity: 'medium',
        category: '',
        message: 'clean()',
        remediation: '',
        exceptions: [],
      },
    ]);
  });

  it.each([
    ['kyverno', 'kyverno'],
    ['KyvernoValidatingPolicy', 'kyverno'],
    ['ValidatingAdmissionPolicy', 'validating-admission-policy'],
    ['Gatekeeper', 'gatekeeper'],
    ['Trivy Vulnerability', 'trivy'],
    ['kube-bench', 'other'],
    ['', 'other'],
  ])('of source "%s" are the word of %s', (source, engine) => {
    expect(read([{ ...RESULT, source }]).results[0].engine).toBe(engine);
  });

  it('take the source of the report where a result names none', () => {
    const { source, ...result } = RESULT;
    const [evidence] = read([result], { source }).results;
    expect(evidence).toMatchObject({
      engine: 'kyverno',
      reportedBy: 'kyverno',
    });
  });

  it.each([
    ['kyverno', 'r', 'r'],
    ['kyverno', 'autogen-r', 'r'],
    ['kyverno', 'autogen-cronjob-r', 'r'],
    ['kyverno', 'exception', 'exception'],
    ['KyvernoValidatingPolicy', 'exception', ''],
    ['KyvernoValidatingPolicy', undefined, ''],
    ['another', 'autogen-r', 'autogen-r'],
  ])('of %s call rule %s "%s"', (source, rule, expected) => {
    expect(read([{ ...RESULT, source, rule }]).results[0].rule).toBe(expected);
  });

  it.each([
    ['pass', 'pass'],
    ['fail', 'fail'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['skip', 'skip'],
    ['PASS', 'error'],
    ['passed', 'error'],
    ['', 'error'],
    [undefined, 'error'],
    [true, 'error'],
  ])('with result %s have outcome %s', (result, outcome) => {
    expect(read([{ ...RESULT, result }]).results[0].outcome).toBe(outcome);
  });

  it.each([
    ['critical', 'critical'],
    ['HIGH', 'high'],
    [undefined, 'medium'],
    ['dreadful', 'unknown'],
    [3, 'medium'],
  ])('with severity %s are %s', (severity, expected) => {
    expect(read([{ ...RESULT, severity }]).results[0].severity).toBe(expected);
  });

  it.each([
    [{ seconds: 1795327200, nanos: 5 }, '2026-11-22T06:00:00.000Z'],
    [{ seconds: '1795327200' }, '2026-11-22T06:00:00.000Z'],
    ['2026-11-22T07:00:00+01:00', '2026-11-22T06:00:00.000Z'],
    [{ seconds: 1e300 }, undefined],
    [{ seconds: -1e10 }, undefined],
    ['yesterday', undefined],
    [undefined, undefined],
  ])('with timestamp %j were observed at %s', (timestamp, expected) => {
    const { results, observedAt } = read([{ ...RESULT, timestamp }]);
    expect(results[0].observedAt).toBe(expected);
    expect(observedAt).toBe(expected);
  });

  it('prefer the resources of a result over the scope of the report', () => {
    const service = { kind: 'Service', name: 'web' };
    const config = { kind: 'ConfigMap', name: 'web', namespace: 'shop' };
    const { results } = read([{ ...RESULT, resources: [service, config] }]);
    expect(results.map(it => it.subject)).toEqual([
      { namespace: 'shop', kind: 'Service', name: 'web' },
      { namespace: 'shop', kind: 'ConfigMap', name: 'web' },
    ]);
  });

  it('count Pods of one workload once, and the worst stands', () => {
    const resources = [POD, { ...POD, kind: 'Deployment', name: 'web' }];
    const { results } = read([
      { ...RESULT, result: 'pass', resources },
      { ...RESULT, rule: 'autogen-r', message: 'bad', severity: 'high' },
      { ...RESULT, message: 'worse', severity: 'critical' },
    ]);
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      subject: WEB,
      outcome: 'fail',
      severity: 'critical',
      message: 'clean(bad)\nclean(worse)',
    });
  });

  it.each([
    { kind: 'Pod', name: 'x', namespace: 'elsewhere' },
    { kind: 'Namespace', name: 'shop' },
    { kind: 'ClusterRole', name: 'admin', namespace: 'shop' },
  ])('say nothing about %j, which is outside their namespace', resource => {
    const outside = { ...RESULT, resources: [resource] };
    const { results, warnings, dropped } = read([outside, outside, RESULT]);
    expect(results.map(({ subject }) => subject)).toEqual([WEB]);
    expect(warnings).toEqual([
      '2 results about objects outside namespace shop were dropped',
    ]);
    expect(dropped).toBe(2);
  });

  it('that pass under an exception were not judged', () => {
    const properties = { exceptions: 'shop/mild' };
    const { results } = read([{ ...RESULT, result: 'pass', properties }]);
    expect(results.map(it => [it.outcome, it.exceptions])).toEqual([
      ['skip', ['shop/mild']],
    ]);
  });

  it('on objects that are gone are about them, as they name them', () => {
    const scope = { ...POD, name: 'gone-0', uid: 'gone' };
    const { results, warnings } = read([RESULT], { scope });
    expect(results[0].subject).toEqual({
      namespace: 'shop',
      kind: 'Pod',
      name: 'gone-0',
    });
    expect(warnings).toEqual([]);
  });

  it.each([199, 200, 5_000])('with %i results are read in full', count => {
    const results = Array.from({ length: count }, (_, index) => ({
      ...RESULT,
      policy: `p${index}`,
    }));
    expect(read(results).results.map(({ policy }) => policy)).toEqual(
      results.map(({ policy }) => policy),
    );
  });

  it('say where they are wrong, however long they are', () => {
    const results = Array.from({ length: 5_000 }, () => RESULT);
    const broken = results.with(4_321, { ...RESULT, policy: 'a\nb' });
    expect(() => read(broken)).toThrow(/"results",\s*4321,\s*"policy"/);
  });

  it('of the cluster speak of namespaces and of what is in them', () => {
    const type = {
      group: 'wgpolicyk8s.io/v1alpha2',
      kind: 'ClusterPolicyReport',
    };
    const resources = [
      { kind: 'Namespace', name: 'shop', namespace: 'x' },
      POD,
    ];
    const { results } = read([{ ...RESULT, resources }], {}, type);
    expect(results.map(it => it.subject)).toEqual([
      { namespace: '', kind: 'Namespace', name: 'shop' },
      WEB,
    ]);
  });

  it.each([undefined, null, 'x', {}, { kind: 'Pod' }])(
    'with scope %j and results that name nobody say so',
    scope => {
      const { results, warnings } = read([RESULT], { scope });
      expect(results).toEqual([]);
      expect(warnings).toEqual(['1 results that name no object']);
    },
  );

  it('on an earlier revision say nothing of what runs', () => {
    const scope = { kind: 'ReplicaSet', name: 'web-1', namespace: 'shop' };
    expect(read([RESULT], { scope })).toMatchObject({
      results: [],
      warnings: [],
    });
  });

  it('name the exceptions that were applied', () => {
    const [evidence] = read([
      {
        ...RESULT,
        result: 'skip',
        properties: { exceptions: 'one, shop/two,', other: 1 },
      },
    ]).results;
    expect(evidence).toMatchObject({
      outcome: 'skip',
      exceptions: ['one', 'shop/two'],
    });
  });

  it('keep no message of a pass', () => {
    const [evidence] = read([
      { ...RESULT, result: 'pass', message: 'all is well' },
    ]).results;
    expect(evidence.message).toBe('');
  });

  it.each([undefined, null, []])('with results %j say nothing', results => {
    expect(read(results).results).toEqual([]);
  });

  it.each([
    [[{ ...RESULT, policy: undefined }]],
    [[{ ...RESULT, policy: 'p'.repeat(600) }]],
    [[{ ...RESULT, rule: 'a\nb' }]],
    [['fail']],
    ['fail'],
  ])('with results %j are unreadable', results => {
    expect(() => read(results)).toThrow();
  });
});
