/** How far exceptions of Kyverno reach, and until when. */
import { createContext } from '../../__testUtils__/normaliseContext';
import { findReader } from '../index';

function read(
  group: string,
  spec: object,
  metadata: Record<string, unknown> = {},
  version = 'v1',
) {
  const { evidence } = findReader(group, 'PolicyException')!
    .read({
      apiVersion: `${group}/${version}`,
      kind: 'PolicyException',
      metadata: { name: 'it', namespace: 'shop', uid: 'uid-it', ...metadata },
      spec,
    })
    .normalise(createContext());
  expect(evidence).toHaveLength(1);
  if (evidence[0].type !== 'exemption') {
    throw new Error(`not an exemption: ${evidence[0].type}`);
  }
  return evidence[0];
}

const exceptions = [{ policyName: 'p', ruleNames: ['r'] }];
const EVERYWHERE = ' It may reach every namespace.';

describe.each(['v2', 'v2beta1'])(
  'a PolicyException of kyverno.io/%s',
  version => {
    it('is read in full', () => {
      const exemption = read(
        'kyverno.io',
        {
          exceptions: [
            {
              policyName: 'p',
              ruleNames: ['r', 'autogen-r', 'autogen-cronjob-r'],
            },
            { policyName: 'q', ruleNames: ['*', 'r'] },
            { policyName: 'none', ruleNames: [] },
            { policyName: 'p', ruleNames: ['check-*'] },
          ],
          match: {
            any: [
              {
                resources: {
                  kinds: ['Pod', 'Deployment'],
                  names: ['web*'],
                  namespaces: ['shop'],
                },
              },
            ],
          },
        },
        {
          labels: { 'cleanup.kyverno.io/ttl': '2d12h' },
          creationTimestamp: '2026-11-20T00:00:00Z',
          annotations: { 'kubernetes.io/description': 'why', note: 'canary' },
        },
        version,
      );
      expect(exemption).toEqual({
        type: 'exemption',
        engine: 'kyverno',
        object: { namespace: 'shop', kind: 'PolicyException', name: 'it' },
        apiVersion: `kyverno.io/${version}`,
        uid: 'uid-it',
        policies: [
          { policy: 'p', rules: ['check-*', 'r'] },
          { policy: 'q', rules: [] },
        ],
        scope:
          'clean(Lets through Pod or Deployment named web* in namespace shop. Every container of it is exempt.)',
        namespaces: ['shop'],
        reason: 'clean(why)',
        expiresAt: '2026-11-22T12:00:00.000Z',
      });
    });
  },
);

describe('the scope of an exception by match', () => {
  it.each<[string, object, string, string[]]>([
    [
      'without any match',
      {},
      `Lets through everything that the policy matches. Every container of it is exempt.${EVERYWHERE}`,
      [],
    ],
    [
      'of one kind in every namespace, whatever its own',
      { match: { any: [{ resources: { kinds: ['Pod'] } }] } },
      `Lets through Pod. Every container of it is exempt.${EVERYWHERE}`,
      [],
    ],
    [
      'of namespaces by wildcard',
      { match: { any: [{ resources: { namespaces: ['pay*'] } }] } },
      `Lets through every kind of object in namespace pay*. Every container of it is exempt.${EVERYWHERE}`,
      [],
    ],
    [
      'of namespaces by label',
      {
        match: {
          all: [
            {
              resources: {
                name: 'web',
                namespaceSelector: { matchLabels: { env: 'dev' } },
                selector: {
                  matchExpressions: [
                    { key: 'tier', operator: 'In', values: ['a', 'b'] },
                  ],
                },
                annotations: { 'shop/x': 'canary' },
                operations: ['CREATE', 'UPDATE'],
              },
              subjects: [{ kind: 'User', name: 'eve' }],
              clusterRoles: ['admin'],
            },
          ],
        },
      },
      `Lets through every kind of object named web in namespaces labelled env=dev labelled tier In (a, b) with certain shop/x on CREATE or UPDATE asked for by User eve or ClusterRole admin. Every container of it is exempt.${EVERYWHERE}`,
      [],
    ],
    [
      'of several matches, of which one is unbounded',
      {
        match: {
          any: [
            { resources: { namespaces: ['a'] } },
            { resources: { kinds: ['Pod'] } },
          ],
        },
      },
      `Lets through every kind of object in namespace a, and also Pod. Every container of it is exempt.${EVERYWHERE}`,
      [],
    ],
    [
      'of several matches at once, of which one is bounded',
      {
        match: {
          all: [
            { resources: { namespaces: ['b', 'a'] } },
            { resources: { kinds: ['Pod'] } },
          ],
        },
      },
      'Lets through every kind of object in namespace b or a, which at once is Pod. Every container of it is exempt.',
      ['a', 'b'],
    ],
    [
      'from policies of one namespace',
      { exceptions: [{ policyName: 'shop/p', ruleNames: ['r'] }] },
      'Lets through everything that the policy matches. Every container of it is exempt.',
      ['shop'],
    ],
    [
      'from policies of any namespace',
      { exceptions: [{ policyName: '*/p', ruleNames: ['r'] }] },
      `Lets through everything that the policy matches. Every container of it is exempt.${EVERYWHERE}`,
      [],
    ],
    [
      'of some Pod Security controls for some containers',
      {
        podSecurity: [
          {
            controlName: 'Capabilities',
            images: ['nginx*'],
            restrictedField: 'spec.x',
            values: ['NET_ADMIN'],
          },
        ],
      },
      `Lets through everything that the policy matches. Only the Pod Security controls Capabilities for images nginx* in spec.x with NET_ADMIN.${EVERYWHERE}`,
      [],
    ],
    [
      'under conditions',
      {
        background: false,
        conditions: {
          any: [{ key: '{{ x }}', operator: 'Equals', value: ['a', 1] }, 'odd'],
        },
      },
      `Lets through everything that the policy matches. Every container of it is exempt. Only where one of these hold: {{ x }} Equals ["a",1]. Background scans do not honour it.${EVERYWHERE}`,
      [],
    ],
  ])('%s', (_, spec, scope, namespaces) => {
    const exemption = read('kyverno.io', { exceptions, ...spec });
    expect(exemption.scope).toBe(`clean(${scope})`);
    expect(exemption.namespaces).toEqual(namespaces);
  });
});

const policyRefs = [{ kind: 'ValidatingPolicy', name: 'p' }];
const inNamespace = (expression: string) => ({
  policyRefs,
  matchConditions: [{ name: 'c', expression }],
});

describe.each(['v1', 'v1beta1', 'v1alpha1'])(
  'a PolicyException of policies.kyverno.io/%s',
  version => {
    it('is read in full', () => {
      const exemption = read(
        'policies.kyverno.io',
        {
          policyRefs: [
            ...policyRefs,
            ...policyRefs,
            { kind: 'NamespacedValidatingPolicy', name: 'q' },
          ],
          matchConditions: [
            {
              name: 'c',
              expression: `object.metadata.namespace == 'shop' && object.metadata.name.startsWith("web-")`,
            },
          ],
          reportResult: 'pass',
          expiresAt: '2026-12-01T00:00:00+01:00',
          properties: {
            reason: 'why',
            ticket: 'T-1',
            'approved-by': 'eve',
            other: 'canary',
          },
        },
        { labels: { 'cleanup.kyverno.io/ttl': '2027-01-01' } },
        version,
      );
      expect(exemption).toEqual({
        type: 'exemption',
        engine: 'kyverno',
        object: { namespace: 'shop', kind: 'PolicyException', name: 'it' },
        apiVersion: `policies.kyverno.io/${version}`,
        uid: 'uid-it',
        policies: [
          { policy: 'p', rules: [] },
          { policy: '*/q', rules: [] },
        ],
        scope: `clean(${[
          `Skips the whole policy, for every container, where object.metadata.namespace == 'shop' && object.metadata.name.startsWith("web-").`,
          'It means the policies of that name in every namespace.',
          'What it exempts is reported as passed.',
          'Its end is looked at only when Kyverno loads it, and not by background scans.',
        ].join(' ')})`,
        namespaces: ['shop'],
        reason: 'clean(why\nTicket: T-1\nApproved by: eve)',
        expiresAt: '2026-11-30T23:00:00.000Z',
      });
    });
  },
);

describe('the scope of an exception by expression', () => {
  it.each<[string, object, string]>([
    [
      'without conditions is the cluster',
      {},
      `Skips the whole policy, for every container, for everything in the cluster that the policy matches.${EVERYWHERE}`,
    ],
    [
      'with several conditions may need one of them only',
      {
        matchConditions: [
          { name: 'a', expression: 'x' },
          { name: 'b', expression: 'y' },
        ],
      },
      `Skips the whole policy, for every container, where x and y. Where the policy is enforced as a ValidatingAdmissionPolicy, one of these conditions is enough.${EVERYWHERE}`,
    ],
    [
      'with images and values is what the policy makes of them',
      { images: ['a/*', 'b'], allowedValues: ['v'] },
      `Lets the policy allow the images a/* or b and the values v, for everything in the cluster that the policy matches.${EVERYWHERE}`,
    ],
  ])('%s', (_, spec, scope) => {
    const exemption = read('policies.kyverno.io', { policyRefs, ...spec });
    expect(exemption.scope).toBe(`clean(${scope})`);
  });

  it.each<[string, string[]]>([
    [`object.metadata.namespace == 'a'`, ['a']],
    [`request.namespace=="a"`, ['a']],
    [`namespaceObject.metadata.name in ['a', "b"]`, ['a', 'b']],
    [`object.kind == 'Pod' &&\n object.metadata.namespace == 'a'`, ['a']],
    [`object.metadata.namespace != 'a'`, []],
    [`object.metadata.namespace == 'a' || true`, []],
    [`!(object.metadata.namespace == 'a')`, []],
    [`object.metadata.namespace == 'a' ? true : true`, []],
    [`object.metadata.namespace.startsWith('a')`, []],
    [
      `object.metadata.name == "x && object.metadata.namespace == 'a' && y"`,
      [],
    ],
    [`object.metadata.namespace == 'a' // && y`, []],
    [`object.metadata.name == 'a'`, []],
    [`object.metadata.namespace == r'a'`, []],
    ['', []],
  ])('where %s is bounded by %j', (expression, namespaces) => {
    const spec = inNamespace(expression);
    expect(read('policies.kyverno.io', spec).namespaces).toEqual(namespaces);
  });

  it('is bounded by several conditions only if each of them bounds', () => {
    const spec = (...expressions: string[]) => ({
      policyRefs,
      matchConditions: expressions.map(expression => ({ expression })),
    });
    const a = `request.namespace == 'a'`;
    const b = `request.namespace == 'b'`;
    const namespaces = (...expressions: string[]) =>
      read('policies.kyverno.io', spec(...expressions)).namespaces;
    expect(namespaces(b, a)).toEqual(['a', 'b']);
    expect(namespaces(a, `object.kind == 'Pod'`)).toEqual([]);
  });
});

describe('the end of an exception', () => {
  it.each<[string, string | undefined]>([
    ['90s', '2026-11-20T00:01:30.000Z'],
    ['1.5h', '2026-11-20T01:30:00.000Z'],
    ['1w', '2026-11-27T00:00:00.000Z'],
    ['2days', '2026-11-22T00:00:00.000Z'],
    ['2026-12-24', '2026-12-24T00:00:00.000Z'],
    ['2026-12-24T183000Z', '2026-12-24T18:30:00.000Z'],
    ['2026-99-99', undefined],
    ['soon', undefined],
    ['3x', undefined],
    ['-1h', undefined],
    [`${'9'.repeat(9)}w`, undefined],
    ['', undefined],
  ])('by the label %j is %s', (ttl, expiresAt) => {
    const exemption = read(
      'kyverno.io',
      { exceptions },
      {
        labels: { 'cleanup.kyverno.io/ttl': ttl },
        creationTimestamp: '2026-11-20T00:00:00Z',
      },
    );
    expect(exemption.expiresAt).toBe(expiresAt);
  });

  it('is not known where nobody knows when it began', () => {
    const labels = { 'cleanup.kyverno.io/ttl': '1h' };
    expect(read('kyverno.io', { exceptions }, { labels })).not.toHaveProperty(
      'expiresAt',
    );
  });

  it('is the earlier of two', () => {
    const { expiresAt } = read(
      'policies.kyverno.io',
      { policyRefs, expiresAt: '2027-01-01T00:00:00Z' },
      { labels: { 'cleanup.kyverno.io/ttl': '2026-12-01' } },
    );
    expect(expiresAt).toBe('2026-12-01T00:00:00.000Z');
  });
});

it.each<[string, string, unknown]>([
  ['without exceptions', 'kyverno.io', {}],
  ['of a policy without a name', 'kyverno.io', { exceptions: [{}] }],
  [
    'of namespaces that are none',
    'kyverno.io',
    {
      exceptions,
      match: { any: [{ resources: { namespaces: { not: 'a list' } } }] },
    },
  ],
  ['without policies', 'policies.kyverno.io', {}],
  ['of numbers', 'policies.kyverno.io', { policyRefs: [{ name: 7 }] }],
  [
    'of an expression that is none',
    'policies.kyverno.io',
    { policyRefs, matchConditions: [{ expression: {} }] },
  ],
  ['without anything', 'policies.kyverno.io', null],
])('an exception %s is refused (%s)', (_, group, spec) => {
  expect(() => read(group, spec as object)).toThrow();
});

it('exceptions of other engines are not read', () => {
  expect(findReader('example.org', 'PolicyException')).toBeUndefined();
});
