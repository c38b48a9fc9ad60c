import { observedWith, PLANNED } from '../__testUtils__/managed';
import type { DeclaredDependency, ObservedObject } from '../types';
import { adoptionInWords, planAdoption } from './planAdoption';

const plan = (
  observed: readonly ObservedObject[],
  overrides: Partial<Parameters<typeof planAdoption>[0]> = {},
) =>
  planAdoption({
    planned: PLANNED,
    observed,
    unknown: {},
    dependencies: [],
    ...overrides,
  });

const statesIn = ({ objects }: ReturnType<typeof plan>) =>
  Object.fromEntries(
    objects
      .filter(({ state }) => state !== 'met')
      .map(({ id, state }) => [id, state]),
  );

describe('planAdoption', () => {
  it('counts what is met', () => {
    const result = plan(
      observedWith({
        'NetworkPolicy/default-deny': null,
        'ResourceQuota/quota': null,
      }),
    );
    expect(statesIn(result)).toEqual({
      'default-deny': 'missing',
      quota: 'missing',
    });
    expect(adoptionInWords(result)).toBe(
      '7 of 9; default-deny and quota missing',
    );
  });

  it('tells what says something else, with the difference', () => {
    const result = plan(
      observedWith({
        'ResourceQuota/quota': it => {
          it.spec.hard['limits.cpu'] = '800';
        },
      }),
    );
    expect(statesIn(result)).toEqual({ quota: 'foreign' });
    expect(
      result.objects.find(({ id }) => id === 'quota')?.differences,
    ).toEqual([
      { path: 'spec.hard["limits.cpu"]', applied: '"8"', found: '"800"' },
    ]);
    expect(adoptionInWords(result)).toBe('8 of 9; quota different');
  });

  it.each<
    [string, (labels: Record<string, string>) => void, string | undefined]
  >([
    [
      'met without the labels by which the portal knows it',
      labels => {
        delete labels['shift-down.io/baseline'];
        delete labels['shift-down.io/owner'];
      },
      undefined,
    ],
    [
      'lacking a level',
      labels => {
        delete labels['pod-security.kubernetes.io/enforce'];
      },
      'missing',
    ],
    [
      'at another level',
      labels => {
        labels['pod-security.kubernetes.io/enforce'] = 'privileged';
      },
      'foreign',
    ],
    [
      'of another owner',
      labels => {
        labels['shift-down.io/owner'] = 'team-other';
      },
      'foreign',
    ],
  ])('finds a Namespace %s', (_, change, state) => {
    const result = plan(
      observedWith({
        'Namespace/payments-web': it => change(it.metadata.labels),
      }),
    );
    expect(statesIn(result)['payments-web']).toBe(state);
  });

  it('finds the token of the default account missing, which nobody switched off', () => {
    const result = plan(
      observedWith({
        'ServiceAccount/default': it => {
          delete it.automountServiceAccountToken;
        },
      }),
    );
    expect(statesIn(result)).toEqual({ default: 'missing' });
  });

  it('never counts as met what is not known', () => {
    const result = plan(observedWith(), {
      unknown: { NetworkPolicy: 'forbidden' },
    });
    expect(statesIn(result)).toEqual({
      'default-deny': 'unknown',
      'allow-dns': 'unknown',
    });
    expect(result.undone).toMatchObject([
      { type: 'unknown', kind: 'NetworkPolicy' },
    ]);
    expect(adoptionInWords(result)).toBe(
      '7 of 9; default-deny and allow-dns not known',
    );
  });

  it('tells what is there beside it and undoes it', () => {
    const { undone } = plan(
      observedWith(
        {},
        `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: open, namespace: payments-web }
spec: { podSelector: {}, ingress: [{}] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: editors, namespace: payments-web }
roleRef: { kind: ClusterRole, name: edit }
subjects: [{ kind: Group, name: payments-developers }]
`,
      ),
    );
    expect(undone.map(({ type, name }) => [type, name])).toEqual([
      ['added', 'open'],
      ['added', 'editors'],
    ]);
  });
});

describe('what default-deny would cut', () => {
  const edge = (
    fromNamespaces: string[],
    toNamespaces: string[],
  ): DeclaredDependency => ({
    fromRef: 'component:default/web',
    toRef: 'component:default/ledger',
    fromNamespaces,
    toNamespaces,
  });
  const allow = (spec: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: more, namespace: payments-web }
spec: ${spec}
`;
  const toNamespace = (name: string, selector = '{}') =>
    allow(
      `{ podSelector: ${selector}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } } }] }] }`,
    );

  it.each<[string, DeclaredDependency, string, [string, string][]]>([
    [
      'traffic to another namespace',
      edge(['payments-web'], ['ledger']),
      '',
      [
        [
          'egress',
          'component:default/web depends on component:default/ledger: traffic from payments-web to ledger would be denied',
        ],
      ],
    ],
    [
      'traffic from other namespaces',
      edge(['shop', 'mail'], ['payments-web']),
      '',
      [
        [
          'ingress',
          'component:default/web depends on component:default/ledger: traffic to payments-web from shop and mail would be denied',
        ],
      ],
    ],
    [
      'traffic within it, both ways',
      edge(['payments-web'], ['payments-web', 'elsewhere']),
      '',
      [
        [
          'ingress',
          'component:default/web depends on component:default/ledger: traffic to payments-web from payments-web would be denied',
        ],
        [
          'egress',
          'component:default/web depends on component:default/ledger: traffic from payments-web to payments-web would be denied',
        ],
      ],
    ],
    [
      'nothing that a destination allows',
      edge(['payments-web'], ['ledger']),
      toNamespace('ledger'),
      [],
    ],
    [
      'what a destination allows elsewhere',
      edge(['payments-web'], ['ledger']),
      toNamespace('other'),
      [
        [
          'egress',
          'component:default/web depends on component:default/ledger: traffic from payments-web to ledger would be denied',
        ],
      ],
    ],
    [
      'perhaps what is allowed for some Pods',
      edge(['payments-web'], ['ledger']),
      toNamespace('ledger', '{ matchLabels: { app: web } }'),
      [
        [
          'egress',
          'component:default/web depends on component:default/ledger: traffic from payments-web to ledger is allowed for some Pods or by labels only, perhaps not for these',
        ],
      ],
    ],
    [
      'perhaps what is allowed by labels that nobody here knows',
      edge(['shop'], ['payments-web']),
      allow(
        '{ podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: shop } } }] }] }',
      ),
      [
        [
          'ingress',
          'component:default/web depends on component:default/ledger: traffic to payments-web from shop is allowed for some Pods or by labels only, perhaps not for these',
        ],
      ],
    ],
    ['nothing between other namespaces', edge(['shop'], ['ledger']), '', []],
    [
      'nothing to what runs nowhere in this cluster',
      edge(['payments-web'], []),
      '',
      [],
    ],
  ])('is %s', (_, dependency, added, cut) => {
    expect(
      plan(observedWith({}, added), { dependencies: [dependency] }).cut.map(
        ({ direction, message }) => [direction, message],
      ),
    ).toEqual(cut);
  });

  it('counts nothing as allowed while it is not known what is there', () => {
    expect(
      plan(observedWith({}, toNamespace('ledger')), {
        dependencies: [edge(['payments-web'], ['ledger'])],
        unknown: { NetworkPolicy: 'forbidden' },
      }).cut,
    ).toHaveLength(1);
  });
});
