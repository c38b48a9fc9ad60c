/** Who is told, and who can't be. */
import { request, witness } from './__testUtils__/requests';
import { planEnforcement } from './planEnforcement';
import { GUARDRAIL_EXCEPTIONS } from './guardrails';

const vap = (policy: string) =>
  witness({
    engine: 'validating-admission-policy',
    reportedBy: 'shift-down',
    policy,
    rules: [],
  });

it.each([
  ['kyverno', witness(), true],
  ['guardrail', vap('no-latest-tag'), true],
  ['validating-admission-policy', vap('somebody-elses'), false],
  [
    'gatekeeper',
    witness({
      engine: 'gatekeeper',
      reportedBy: 'K8sLatest',
      policy: 'K8sLatest',
      rules: ['no-latest'],
    }),
    false,
  ],
  [
    'pod-security',
    witness({
      engine: 'shift-down',
      reportedBy: 'shift-down',
      policy: 'pod-security',
      rules: ['runAsNonRoot'],
    }),
    false,
  ],
  ['portal', witness({ engine: 'trivy', reportedBy: 'Trivy' }), false],
  ['portal', witness({ engine: 'other', reportedBy: 'Falco' }), false],
] as const)('tells %s', (target, seen, isTold) => {
  const [plan, ...more] = planEnforcement(request({ witnesses: [seen] }));
  expect(more).toEqual([]);
  expect(plan.target).toBe(target);
  expect(plan.object !== undefined).toBe(isTold);
  expect(plan.portalOnly === undefined).toBe(isTold);
});

it('says that the portal itself lowers the level of a namespace that it manages', () => {
  const [plan] = planEnforcement(
    request({
      witnesses: [
        witness({
          engine: 'shift-down',
          reportedBy: 'shift-down',
          policy: 'managed-namespace',
          rules: ['pod-security-wish'],
        }),
      ],
    }),
  );
  expect(plan.target).toBe('portal');
  expect(plan.object).toBeUndefined();
  expect(plan.portalOnly).toContain('lowers the Pod Security level');
});

it('makes an entry for each workload of a guardrail, with its container', () => {
  const [plan] = planEnforcement(
    request({
      witnesses: [vap('no-latest-tag')],
      content: {
        scope: {
          entityRef: 'component:default/web',
          namespace: 'shop',
          workload: { kind: 'Deployment', name: 'web' },
          container: 'app',
        },
      },
    }),
  );
  expect(plan.entries).toEqual([
    expect.objectContaining({
      namespace: 'shop',
      name: 'web',
      container: 'app',
    }),
  ]);
  expect(plan.object).toMatchObject({
    apiVersion: GUARDRAIL_EXCEPTIONS.apiVersion,
    metadata: { name: 'no-latest-tag' },
    entries: plan.entries,
  });
});

it.each([
  ['its kind is not served', { exceptionVersions: ['kyverno.io/v2'] }, 1],
  ['there are too many workloads', {}, 101],
])('tells no guardrail where %s', (_, capabilities, count) => {
  const workloads = Array.from({ length: count }, (__, index) => ({
    namespace: 'shop',
    kind: 'Deployment',
    name: `web-${index}`,
  }));
  const [plan] = planEnforcement(
    request({
      witnesses: [{ ...vap('no-latest-tag'), workloads }],
      capabilities,
    }),
  );
  expect(plan.entries).toBeUndefined();
  expect(plan.portalOnly).not.toBe('');
});

it.each([
  ['runAsNonRoot', 'baseline', /free it from: .*runAsNonRoot/],
  ['privileged', 'privileged', /free it from: .*hostNamespaces/],
])('says what it would take to let %s through', (check, level, reason) => {
  const [plan] = planEnforcement(
    request({
      witnesses: [
        witness({
          engine: 'shift-down',
          policy: 'pod-security',
          rules: [check],
          checks: [check],
        }),
      ],
    }),
  );
  expect(plan.portalOnly).toMatch(reason);
  expect(plan.document?.text).toContain(
    `pod-security.kubernetes.io/enforce: ${level}`,
  );
});

it('hands out a patch for Gatekeeper that names the namespace', () => {
  const [plan] = planEnforcement(
    request({
      witnesses: [
        witness({
          engine: 'gatekeeper',
          policy: 'K8sLatest',
          rules: ['no-latest'],
        }),
      ],
    }),
  );
  expect(plan.document?.text).toMatch(
    /kind: K8sLatest[^]*name: no-latest[^]*excludedNamespaces:\n\s*- shop/,
  );
});

it('plans for what is in scope and nothing else', () => {
  const workloads = [
    { namespace: 'shop', kind: 'Deployment', name: 'web' },
    { namespace: 'shop', kind: 'Deployment', name: 'web-admin' },
    { namespace: 'other', kind: 'Deployment', name: 'web' },
  ];
  const plans = planEnforcement(
    request({
      witnesses: [
        witness({ workloads }),
        witness({ workloads, cluster: 'uid-2' }),
      ],
      content: {
        scope: {
          entityRef: 'component:default/web',
          cluster: 'uid-1',
          namespace: 'shop',
          workload: { kind: 'Deployment', name: 'web' },
        },
      },
    }),
  );
  expect(plans).toHaveLength(1);
  expect(plans[0].effectiveScope).toMatchObject({
    cluster: 'uid-1',
    namespaces: ['shop'],
    workloads: ['Deployment/web'],
  });
});

it('is one plan for a policy that several findings name, and the same each time', () => {
  const seen = [
    witness({ rules: ['b'] }),
    witness({ rules: ['a'] }),
    witness({ reportedBy: 'KyvernoValidatingPolicy', rules: [] }),
  ];
  const plans = planEnforcement(request({ witnesses: seen }));
  expect(plans).toHaveLength(2);
  expect(new Set(plans.map(plan => plan.object?.metadata.name)).size).toBe(2);
  expect(planEnforcement(request({ witnesses: seen.toReversed() }))).toEqual(
    plans,
  );
});

it('leaves it to Kyverno to change the policies that it generates', () => {
  const plans = planEnforcement(
    request({
      witnesses: [
        witness({ reportedBy: 'KyvernoValidatingPolicy', rules: [] }),
        vap('vpol-no-latest'),
      ],
    }),
  );
  expect(plans.map(({ target }) => target)).toEqual(['kyverno']);
});

it.each([
  ['scanner', { type: 'vulnerability', advisory: 'CVE-2026-1' }],
  ['portal', { type: 'control', control: 'owner' }],
] as const)('has nobody but the %s to tell', (target, expectation) => {
  expect(
    planEnforcement(request({ witnesses: [], content: { expectation } })),
  ).toEqual([expect.objectContaining({ target, cluster: '', policies: [] })]);
});
