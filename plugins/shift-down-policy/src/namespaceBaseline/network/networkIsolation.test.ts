import {
  deployment,
  namespace,
  networkPolicy,
  stateOf,
} from '../__testUtils__/states';
import type { Incomplete } from '../types';
import { networkIsolation } from './networkIsolation';

const DENY = networkPolicy(
  'default-deny',
  '{ podSelector: {}, policyTypes: [Ingress, Egress] }',
);

/** `ingress` and `egress` of a Deployment `web`, with the reasons. */
function isolationOf(
  policies: string,
  {
    labels,
    spec,
    incomplete,
  }: {
    labels?: Record<string, string>;
    spec?: Record<string, unknown>;
    incomplete?: Incomplete;
  } = {},
) {
  const [ingress, egress] = networkIsolation(
    stateOf(
      namespace() + deployment('web', labels, spec) + policies,
      incomplete,
    ),
  );
  return { ingress, egress };
}

/** A policy for everything, in the direction of its only rules. */
function allow(direction: 'ingress' | 'egress', rules: string) {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  return networkPolicy(
    'allow',
    `{ podSelector: {}, policyTypes: [${type}], ${direction}: ${rules} }`,
  );
}

describe('networkIsolation', () => {
  it('finds nothing isolated where no policy is', () => {
    const { ingress, egress } = isolationOf('');
    expect(ingress).toEqual({
      workload: { namespace: 'shop', kind: 'Deployment', name: 'web' },
      direction: 'ingress',
      isolated: 'no',
      reason: 'no NetworkPolicy selects the Pods for ingress',
      selectedBy: [],
      undoneBy: [],
    });
    expect(egress.isolated).toBe('no');
  });

  it('takes a policy for both directions that denies by default', () => {
    const { ingress, egress } = isolationOf(DENY);
    expect(ingress).toMatchObject({
      isolated: 'yes',
      reason: '',
      selectedBy: ['default-deny'],
    });
    expect(egress.isolated).toBe('yes');
  });

  it.each([
    ['nothing', '{ podSelector: {} }', 'yes', 'no'],
    [
      'nothing, with rules for egress',
      '{ podSelector: {}, egress: [{ to: [{ podSelector: {} }] }] }',
      'yes',
      'yes',
    ],
    [
      'nothing, with an empty list for egress',
      '{ podSelector: {}, egress: [] }',
      'yes',
      'no',
    ],
    ['egress only', '{ podSelector: {}, policyTypes: [Egress] }', 'no', 'yes'],
    [
      'ingress only, with rules for egress',
      '{ podSelector: {}, policyTypes: [Ingress], egress: [{}] }',
      'yes',
      'no',
    ],
    [
      'no selector at all, which selects every Pod',
      '{ policyTypes: [Ingress, Egress] }',
      'yes',
      'yes',
    ],
  ])('reads policyTypes that name %s', (_, spec, ingress, egress) => {
    const found = isolationOf(networkPolicy('p', spec));
    expect(found.ingress.isolated).toBe(ingress);
    expect(found.egress.isolated).toBe(egress);
  });

  it.each([
    ['labels that it has', '{ matchLabels: { app: web } }', 'yes'],
    ['labels of another', '{ matchLabels: { app: api } }', 'no'],
    ['one label too many', '{ matchLabels: { app: web, tier: front } }', 'no'],
    [
      'In',
      '{ matchExpressions: [{ key: app, operator: In, values: [api, web] }] }',
      'yes',
    ],
    [
      'NotIn',
      '{ matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }',
      'no',
    ],
    [
      'NotIn of a label that it lacks',
      '{ matchExpressions: [{ key: tier, operator: NotIn, values: [x] }] }',
      'yes',
    ],
    ['Exists', '{ matchExpressions: [{ key: app, operator: Exists }] }', 'yes'],
    [
      'DoesNotExist',
      '{ matchExpressions: [{ key: app, operator: DoesNotExist }] }',
      'no',
    ],
    [
      'both, of which one misses',
      '{ matchLabels: { app: web }, matchExpressions: [{ key: tier, operator: Exists }] }',
      'no',
    ],
    [
      'an operator that is none',
      '{ matchExpressions: [{ key: app, operator: Like, values: [w] }] }',
      'unknown',
    ],
    [
      'a label that controllers add',
      '{ matchLabels: { app: web, pod-template-hash: abc } }',
      'unknown',
    ],
    [
      'a label that controllers add, on another',
      '{ matchLabels: { app: api, pod-template-hash: abc } }',
      'no',
    ],
  ])('selects by %s', (_, selector, isolated) => {
    const policy = networkPolicy('p', `{ podSelector: ${selector} }`);
    expect(isolationOf(policy).ingress.isolated).toBe(isolated);
  });

  describe.each(['ingress', 'egress'] as const)('for %s', direction => {
    const peers = direction === 'ingress' ? 'from' : 'to';

    it.each([
      ['an empty rule', '[{}]', 'every Pod'],
      ['no peers', `[{ ${peers}: [] }]`, 'every Pod'],
      ['null for peers', `[{ ${peers}: null }]`, 'every Pod'],
      [
        'every namespace',
        `[{ ${peers}: [{ namespaceSelector: {} }] }]`,
        'every Pod',
      ],
      [
        'every namespace by the label that each has',
        `[{ ${peers}: [{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: Exists }] } }] }]`,
        'every Pod',
      ],
      [
        'every Pod of every namespace',
        `[{ ${peers}: [{ namespaceSelector: {}, podSelector: {} }] }]`,
        'every Pod',
      ],
      [
        'every address',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]`,
        'every IPv4 address',
      ],
      [
        'every address of the other family',
        `[{ ${peers}: [{ ipBlock: { cidr: '::/0' } }] }]`,
        'every IPv6 address',
      ],
      [
        'every address in halves',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/1 } }] }, { ${peers}: [{ ipBlock: { cidr: 128.0.0.0/1 } }] }]`,
        'every IPv4 address',
      ],
      [
        'an exception that another rule fills',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }, { ipBlock: { cidr: 10.0.0.0/7 } }] }]`,
        'every IPv4 address',
      ],
      [
        'an exception of the other family',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/0, except: ['fd00::/8'] } }] }]`,
        'every IPv4 address',
      ],
      ['every port of TCP', '[{ ports: [{ protocol: TCP }] }]', 'every Pod'],
      [
        'every port as a range',
        '[{ ports: [{ port: 1, endPort: 65535 }] }]',
        'every Pod',
      ],
      [
        'every port in ranges',
        '[{ ports: [{ port: 1, endPort: 1023 }] }, { ports: [{ port: 1000, endPort: 65535 }] }]',
        'every Pod',
      ],
      [
        'one peer beside everything',
        `[{ ${peers}: [{ podSelector: {} }, { namespaceSelector: {} }] }]`,
        'every Pod',
      ],
    ])('is undone by %s', (_, rules, whom) => {
      const found = isolationOf(DENY + allow(direction, rules))[direction];
      expect(found.isolated).toBe('no');
      expect(found.undoneBy).toEqual(['allow']);
      expect(found.reason).toBe(
        `NetworkPolicy allow allows traffic ${
          direction === 'ingress' ? 'from' : 'to'
        } ${whom}`,
      );
    });

    it.each([
      [
        'every Pod of its own namespace',
        `[{ ${peers}: [{ podSelector: {} }] }]`,
      ],
      [
        'one namespace',
        `[{ ${peers}: [{ namespaceSelector: { matchLabels: { a: b } } }] }]`,
      ],
      [
        'some Pods of every namespace',
        `[{ ${peers}: [{ namespaceSelector: {}, podSelector: { matchLabels: { a: b } } }] }]`,
      ],
      ['everybody on one port', '[{ ports: [{ port: 443 }] }]'],
      ['everybody on a port by name', '[{ ports: [{ port: https }] }]'],
      [
        'everybody on all ports but one',
        '[{ ports: [{ port: 1, endPort: 79 }, { port: 81, endPort: 65535 }] }]',
      ],
      ['everybody on every port of UDP', '[{ ports: [{ protocol: UDP }] }]'],
      [
        'the internet without the cluster',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }]`,
      ],
      [
        'half of all addresses',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/1 } }] }]`,
      ],
      [
        'both halves, each on other ports',
        `[{ ${peers}: [{ ipBlock: { cidr: 0.0.0.0/1 } }], ports: [{ port: 1, endPort: 99 }] }, { ${peers}: [{ ipBlock: { cidr: 128.0.0.0/1 } }], ports: [{ port: 100, endPort: 65535 }] }]`,
      ],
      [
        'a block that is none',
        `[{ ${peers}: [{ ipBlock: { cidr: everything } }] }]`,
      ],
      ['an empty list of rules', '[]'],
    ])('stands with %s', (_, rules) => {
      const found = isolationOf(DENY + allow(direction, rules))[direction];
      expect(found).toMatchObject({ isolated: 'yes', undoneBy: [] });
    });
  });

  it('tells which policies undo it together', () => {
    const half = (name: string, cidr: string) =>
      networkPolicy(
        name,
        `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: ${cidr} } }] }] }`,
      );
    const { egress } = isolationOf(
      DENY + half('low', '0.0.0.0/1') + half('high', '128.0.0.0/1'),
    );
    expect(egress).toMatchObject({
      isolated: 'no',
      undoneBy: ['low', 'high'],
      reason:
        'NetworkPolicy low and high together allow traffic to every IPv4 address',
    });
  });

  it('lets a policy for others undo nothing', () => {
    const other = networkPolicy(
      'allow-api',
      '{ podSelector: { matchLabels: { app: api } }, ingress: [{}] }',
    );
    expect(isolationOf(DENY + other).ingress.isolated).toBe('yes');
  });

  it('does not know whether a policy for labels of running Pods undoes it', () => {
    const other = networkPolicy(
      'allow-one',
      '{ podSelector: { matchLabels: { statefulset.kubernetes.io/pod-name: web-0 } }, ingress: [{}] }',
    );
    expect(isolationOf(DENY + other).ingress).toMatchObject({
      isolated: 'unknown',
      undoneBy: [],
    });
  });

  it('knows that policies do not reach the network of the node', () => {
    const found = isolationOf(DENY, { spec: { hostNetwork: true } });
    expect(found.ingress).toMatchObject({
      isolated: 'no',
      reason:
        'the Pods use the network of their node, which network policies do not reach',
    });
  });

  describe('where there may be more policies', () => {
    const incomplete = { NetworkPolicy: 'Only a part was given' };

    it.each([
      ['none that selects it', '', 'unknown', 'Only a part was given'],
      ['one that denies', DENY, 'unknown', 'Only a part was given'],
      [
        // More policies can only allow more.
        'one that allows everything',
        DENY + allow('ingress', '[{}]'),
        'no',
        'NetworkPolicy allow allows traffic from every Pod',
      ],
    ])('judges %s', (_, policies, isolated, reason) => {
      const { ingress } = isolationOf(policies, { incomplete });
      expect(ingress).toMatchObject({ isolated, reason });
    });
  });
});
