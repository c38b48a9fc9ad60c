/** What Kyverno is told, and for whom it would hold. */
import { compileCel } from '../../cel';
import { KINSHIP, request, UNTIL, witness } from '../__testUtils__/requests';
import { planEnforcement } from '../planEnforcement';

type Spec = Record<string, any>;

const cel = (change = {}) =>
  witness({ reportedBy: 'KyvernoValidatingPolicy', rules: [], ...change });

function conditionOf(workloads: ReturnType<typeof witness>['workloads']) {
  const [plan] = planEnforcement(request({ witnesses: [cel({ workloads })] }));
  const { matchConditions } = plan.object?.spec as Spec;
  expect(matchConditions).toHaveLength(1);
  const compiled = compileCel(matchConditions[0].expression, {
    variables: ['object', 'oldObject', 'request', 'namespaceObject'],
  });
  if (compiled.type !== 'program') {
    throw new Error(JSON.stringify(compiled));
  }
  expect(compiled.program.resultType).toBe('bool');
  return (object: unknown) =>
    compiled.program.evaluate({ object }, { remaining: 1_000_000 });
}

describe.each(KINSHIP)('$root.kind $root.name', ({ root, own, others }) => {
  const workloads = [{ namespace: 'shop', ...root }];

  it.each(own)('lets $kind $metadata through', object => {
    expect(conditionOf(workloads)(object)).toEqual({
      type: 'value',
      value: true,
    });
  });

  it.each(others)('goes on to refuse $kind $metadata', object => {
    expect(conditionOf(workloads)(object)).toEqual({
      type: 'value',
      value: false,
    });
  });

  it('is false for what is being deleted or has nothing', () => {
    const holds = conditionOf(workloads);
    for (const object of [null, { kind: 'Pod', metadata: {} }]) {
      expect(holds(object)).toEqual({ type: 'value', value: false });
    }
  });
});

it('keeps workloads of several namespaces apart', () => {
  const [plan] = planEnforcement(
    request({
      witnesses: [
        cel({
          workloads: [
            { namespace: 'shop', kind: 'StatefulSet', name: 'a' },
            { namespace: 'other', kind: 'StatefulSet', name: 'b' },
          ],
        }),
      ],
    }),
  );
  const { expression } = (plan.object?.spec as Spec).matchConditions[0];
  const compiled = compileCel(expression, { variables: ['object'] });
  const holds = (namespace: string, name: string) =>
    compiled.type === 'program' &&
    compiled.program.evaluate(
      { object: { kind: 'StatefulSet', metadata: { name, namespace } } },
      { remaining: 1_000_000 },
    );
  expect(holds('shop', 'a')).toMatchObject({ value: true });
  expect(holds('other', 'b')).toMatchObject({ value: true });
  expect(holds('shop', 'b')).toMatchObject({ value: false });
  expect(holds('other', 'a')).toMatchObject({ value: false });
});

it('names a policy in CEL, the end, and one condition called as nobody else', () => {
  const [plan] = planEnforcement(request({ witnesses: [cel()] }));
  expect(plan.object).toMatchObject({
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'PolicyException',
    metadata: {
      name: expect.stringMatching(/^shift-down-0190b2c4-7d1-[0-9a-f]{8}$/),
      namespace: 'shift-down-exceptions',
    },
    spec: {
      policyRefs: [{ kind: 'ValidatingPolicy', name: 'no-latest' }],
      matchConditions: [{ name: plan.object?.metadata.name }],
      expiresAt: UNTIL,
    },
  });
  expect(plan.effectiveScope.policies).toEqual([
    { policy: 'no-latest', rules: [] },
  ]);
  expect(plan.effectiveScope.wider.join(' ')).toMatch(
    /All of policy no-latest is off.*Whoever may create Pods in shop can name Deployment\/web/,
  );
});

it('says nothing of the end where the field is unknown', () => {
  const [plan] = planEnforcement(
    request({ witnesses: [cel()], capabilities: { hasExpiresAt: false } }),
  );
  expect(plan.object?.spec).not.toHaveProperty('expiresAt');
});

it.each([
  [
    ['kyverno.io/v2', 'policies.kyverno.io/v1alpha1'],
    'policies.kyverno.io/v1alpha1',
  ],
  [
    ['policies.kyverno.io/v1alpha1', 'policies.kyverno.io/v1'],
    'policies.kyverno.io/v1',
  ],
])('of %j writes %s', (exceptionVersions, expected) => {
  const [plan] = planEnforcement(
    request({ witnesses: [cel()], capabilities: { exceptionVersions } }),
  );
  expect(plan.object?.apiVersion).toBe(expected);
});

it('lists the rules that Kyverno derives, cut as it cuts them', () => {
  const long = 'r'.repeat(60);
  const [plan] = planEnforcement(
    request({ witnesses: [witness({ rules: ['check', long] })] }),
  );
  expect(plan.object).toMatchObject({
    apiVersion: 'kyverno.io/v2',
    metadata: { labels: { 'cleanup.kyverno.io/ttl': '2026-12-01T120000Z' } },
    spec: {
      exceptions: [
        {
          policyName: 'no-latest',
          ruleNames: [
            'check',
            'autogen-check',
            'autogen-cronjob-check',
            long,
            `autogen-${'r'.repeat(55)}`,
            `autogen-cronjob-${'r'.repeat(47)}`,
          ],
        },
      ],
      match: {
        any: [
          {
            resources: {
              kinds: ['Deployment', 'ReplicaSet', 'Pod'],
              namespaces: ['shop'],
            },
          },
        ],
      },
      conditions: { any: [{ operator: 'Equals', value: true }] },
    },
  });
});

it('stands for the name of a rule that was cut, and says so', () => {
  const cut = 'r'.repeat(55);
  const [plan] = planEnforcement(
    request({ witnesses: [witness({ rules: [cut] })] }),
  );
  expect((plan.object?.spec as Spec).exceptions[0].ruleNames).toContain(
    `${cut}*`,
  );
  expect(plan.effectiveScope.wider.join(' ')).toContain('names begin with');
});

it('excepts the one rule that was asked for', () => {
  const [plan] = planEnforcement(
    request({
      witnesses: [witness({ rules: ['check', 'other'] })],
      content: {
        expectation: {
          type: 'policy',
          engine: 'kyverno',
          policy: 'no-latest',
          rule: 'other',
        },
      },
    }),
  );
  expect((plan.object?.spec as Spec).exceptions[0].ruleNames).toEqual([
    'other',
    'autogen-other',
    'autogen-cronjob-other',
  ]);
});

it('says that it reaches further than one container, or one check', () => {
  const scope = {
    entityRef: 'component:default/web',
    namespace: 'shop',
    workload: { kind: 'Deployment', name: 'web' },
    container: 'app',
  };
  const wider = planEnforcement(
    request({
      witnesses: [witness({ checks: ['runAsNonRoot'] }), cel()],
      content: { scope },
    }),
  ).map(plan => plan.effectiveScope.wider.join(' '));
  expect(wider).toEqual([
    expect.stringContaining('All containers are let through'),
    expect.stringContaining('All containers are let through'),
  ]);
  expect(wider.join(' ')).toContain('with every check that is in them');
});

it.each([
  [
    'another version',
    [witness()],
    { exceptionVersions: ['policies.kyverno.io/v1'] },
    /serves no PolicyException of kyverno\.io/,
  ],
  [
    'another group',
    [cel()],
    { exceptionVersions: ['kyverno.io/v2'] },
    /serves no PolicyException of policies\.kyverno\.io/,
  ],
  [
    'no namespace to write to',
    [cel()],
    { exceptionNamespace: '' },
    /No namespace for exceptions/,
  ],
  [
    'a policy that only changes things',
    [cel({ reportedBy: 'KyvernoMutatingPolicy' })],
    {},
    /refuse nothing/,
  ],
  [
    "another namespace's policy",
    [cel({ policy: 'other/no-latest' })],
    {},
    /another namespace/,
  ],
  [
    'what lies in no namespace',
    [cel({ workloads: [{ namespace: '', kind: 'Namespace', name: 'shop' }] })],
    {},
    /lies in no namespace/,
  ],
  [
    'a name that ends the text',
    [
      cel({
        workloads: [
          { namespace: 'shop', kind: 'Pod', name: "a' || true || '" },
        ],
      }),
    ],
    {},
    /safely/,
  ],
])('writes nothing for %s', (_, witnesses, capabilities, reason) => {
  const [plan] = planEnforcement(request({ witnesses, capabilities }));
  expect(plan.object).toBeUndefined();
  expect(plan.portalOnly).toMatch(reason);
});

it('names a policy of the same namespace without it', () => {
  const [plan] = planEnforcement(
    request({ witnesses: [cel({ policy: 'shop/no-latest' })] }),
  );
  expect(plan.object?.spec).toMatchObject({
    policyRefs: [{ kind: 'NamespacedValidatingPolicy', name: 'no-latest' }],
  });
});
