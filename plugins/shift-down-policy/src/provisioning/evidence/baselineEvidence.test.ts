import {
  CONTROL_CATALOGUE,
  type ObjectDrift,
  type PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import { createControlIndex } from '../../controlIndex';
import { judgeObject } from '../../judge/judgeObject';
import {
  baselineEvidence,
  type ManagedNamespaceFacts,
} from './baselineEvidence';

const FACTS: ManagedNamespaceFacts = {
  namespace: 'payments-web',
  drift: [],
  wish: 'restricted',
  version: '1.0.0',
  current: '1.0.0',
};

const drift = (type: ObjectDrift['type'], name = 'quota'): ObjectDrift => ({
  type,
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  namespace: 'payments-web',
  name,
  message: 'It is not there',
  differences: [],
  controls: [],
});

function told(facts: Partial<ManagedNamespaceFacts>, rule: string) {
  const found = baselineEvidence({ ...FACTS, ...facts }).find(
    (it): it is PolicyResultEvidence =>
      it.type === 'policy-result' && it.rule === rule,
  )!;
  return [found.outcome, found.message || found.reason || ''];
}

describe('baselineEvidence', () => {
  it.each<[string, Partial<ManagedNamespaceFacts>, string, string, RegExp]>([
    ['drift', {}, 'is as it was applied', 'pass', /^$/],
    [
      'drift',
      { drift: [drift('missing'), drift('unknown')] },
      'differs',
      'fail',
      /^ResourceQuota quota: It is not there$/,
    ],
    [
      'drift',
      { drift: [drift('unknown')] },
      'is not known',
      'error',
      /^ResourceQuota quota/,
    ],
    ['drift', { drift: undefined }, 'was not compared', 'error', /not been/],
    ['pod-security-wish', {}, 'is restricted', 'pass', /^$/],
    [
      'pod-security-wish',
      { wish: 'baseline' },
      'should be less',
      'fail',
      /level baseline/,
    ],
    ['baseline-version', {}, 'is current', 'pass', /^$/],
    [
      'baseline-version',
      { version: '1.9.0', current: '1.10.0' },
      'is behind',
      'fail',
      /^It has baseline 1.9.0, and 1.10.0 is current$/,
    ],
    ['baseline-version', { version: '2.0.0' }, 'is ahead', 'pass', /^$/],
    [
      'baseline-version',
      { current: undefined },
      'is not known',
      'error',
      /not known/,
    ],
  ])('says of %s, given %j, that it %s', (rule, facts, _, outcome, words) => {
    expect(told(facts, rule)).toEqual([outcome, expect.stringMatching(words)]);
  });

  it('cuts what is too long for a finding', () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      drift('missing', `quota-${at}`),
    );
    const [, message] = told({ drift: many }, 'drift');
    expect(message.split('\n')).toHaveLength(11);
    expect(message).toMatch(/and 20 more$/);
  });

  it('counts towards a control of the catalogue each', () => {
    const judge = (facts: Partial<ManagedNamespaceFacts>) =>
      judgeObject({
        cluster: 'some-cluster',
        sourceKind: 'Baseline',
        index: createControlIndex(CONTROL_CATALOGUE),
        object: {
          key: { apiVersion: 'v1', kind: 'x', namespace: '', name: 'x' },
          uid: '',
          observedAt: '2026-06-01T12:00:00.000Z',
          evidence: baselineEvidence({ ...FACTS, ...facts }),
          subjects: [],
        },
      });
    expect(judge({}).passes).toEqual([
      {
        subject: { namespace: '', kind: 'Namespace', name: 'payments-web' },
        counts: {
          'namespace-drift': 1,
          'namespace-level': 1,
          'namespace-baseline-version': 1,
        },
      },
    ]);
    expect(
      judge({
        drift: [drift('missing')],
        wish: 'baseline',
        current: '2.0.0',
      }).observations.map(({ finding, result }) => [
        finding.controlId,
        finding.severity,
        finding.responsibility,
        result,
      ]),
    ).toEqual([
      ['namespace-drift', 'medium', 'platform', 'fail'],
      ['namespace-level', 'low', 'application', 'fail'],
      ['namespace-baseline-version', 'info', 'platform', 'fail'],
    ]);
  });
});
