import { createContext } from '../../__testUtils__/normaliseContext';
import { findReader } from '../index';

const VIOLATION = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name: 'web-2-a',
  message: 'container web is privileged',
  enforcementAction: 'deny',
};

function read(status: unknown) {
  const reader = findReader('constraints.gatekeeper.sh', 'K8sWhatever')!;
  return reader
    .read({
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind: 'K8sWhatever',
      metadata: { name: 'no-privileged' },
      spec: { enforcementAction: 'deny' },
      status,
    })
    .normalise(createContext());
}

describe('Gatekeeper constraints', () => {
  it('are policies by their kind, with their name as the rule', () => {
    const { evidence, observedAt } = read({
      auditTimestamp: '2026-11-20T08:00:00Z',
      totalViolations: 1,
      violations: [VIOLATION],
    });
    expect(observedAt).toBe('2026-11-20T08:00:00.000Z');
    expect(evidence).toEqual([
      {
        type: 'policy-result',
        engine: 'gatekeeper',
        reportedBy: 'K8sWhatever',
        policy: 'K8sWhatever',
        rule: 'no-privileged',
        subject: { namespace: 'shop', kind: 'Deployment', name: 'web' },
        component: '',
        outcome: 'fail',
        severity: 'medium',
        category: '',
        message:
          'clean(container web is privileged) (enforcement action: deny)',
        remediation: '',
        exceptions: [],
        observedAt: '2026-11-20T08:00:00.000Z',
      },
    ]);
  });

  it.each(['dryrun', 'warn', 'scoped'])(
    'fail under %s too: what is let through is violated all the same',
    enforcementAction => {
      const { evidence } = read({
        violations: [{ ...VIOLATION, enforcementAction }],
      });
      expect(evidence).toMatchObject([
        {
          outcome: 'fail',
          message: expect.stringContaining(enforcementAction),
        },
      ]);
    },
  );

  it('say how much of a list was cut', () => {
    const { evidence } = read({ totalViolations: 34, violations: [VIOLATION] });
    expect(evidence[1]).toEqual({
      type: 'cut-list',
      engine: 'gatekeeper',
      policy: 'K8sWhatever',
      listed: 1,
      total: 34,
    });
  });

  it('cut to nothing still say so', () => {
    expect(read({ totalViolations: 3 }).evidence).toMatchObject([
      { type: 'cut-list', listed: 0, total: 3 },
    ]);
  });

  it.each([undefined, {}, { totalViolations: 0, violations: [] }])(
    'with status %j say nothing, not even that all is well',
    status => {
      expect(read(status).evidence).toEqual([]);
    },
  );

  it('speak of cluster-scoped objects', () => {
    const { evidence } = read({
      violations: [
        { ...VIOLATION, kind: 'Namespace', name: 'shop', namespace: '' },
      ],
    });
    expect(evidence).toMatchObject([
      { subject: { namespace: '', kind: 'Namespace', name: 'shop' } },
    ]);
  });

  it.each([
    { violations: 'many' },
    { violations: [{ ...VIOLATION, name: 5 }] },
    { totalViolations: 'lots' },
  ])('with status %j are unreadable', status => {
    expect(() => read(status)).toThrow();
  });
});
