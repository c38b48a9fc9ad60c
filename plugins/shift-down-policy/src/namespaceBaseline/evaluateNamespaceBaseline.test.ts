import {
  CONTROL_CATALOGUE,
  OTHER_POLICIES_CONTROL_ID,
} from '@shift-down/plugin-shift-down-common';
import { createControlIndex } from '../controlIndex';
import {
  deployment,
  namespace,
  networkPolicy,
  object,
  objectsOf,
  stateOf,
  told,
} from './__testUtils__/states';
import { evaluateNamespaceBaseline } from './evaluateNamespaceBaseline';
import { namespaceStatesOf } from './namespaceStatesOf';
import type { Incomplete, NamespaceBaselineOptions } from './types';

const PREFIX = 'pod-security.kubernetes.io/';
const CILIUM = { networkPolicyProvider: 'cilium' };
const DENY = networkPolicy(
  'default-deny',
  '{ podSelector: {}, policyTypes: [Ingress, Egress] }',
);
const ABOUT_NAMESPACE = 'Namespace shop';

function judge(
  rule: string,
  manifests: string,
  {
    incomplete,
    ...options
  }: NamespaceBaselineOptions & { incomplete?: Incomplete } = {},
) {
  return told(
    evaluateNamespaceBaseline(stateOf(manifests, incomplete), options),
    rule,
  );
}

function withLabels(labels: Record<string, string>): string {
  return namespace(
    Object.fromEntries(
      Object.entries(labels).map(([key, value]) => [PREFIX + key, value]),
    ),
  );
}

describe('evaluateNamespaceBaseline', () => {
  describe('pod-security-level', () => {
    it.each([
      [{ enforce: 'restricted' }, 'pass', ''],
      [{ enforce: 'baseline' }, 'pass', ''],
      [
        { enforce: 'privileged' },
        'fail',
        'Namespace shop enforces the level privileged, which forbids nothing',
      ],
      [{}, 'fail', 'Namespace shop enforces no Pod Security level'],
      // Warnings stop nothing.
      [
        { warn: 'restricted' },
        'fail',
        'Namespace shop enforces no Pod Security level',
      ],
      [
        { enforce: 'Restricted' },
        'fail',
        "Namespace shop enforces 'Restricted', which is no Pod Security level",
      ],
    ])('judges %j', (labels, result, words) => {
      expect(judge('pod-security-level', withLabels(labels))).toEqual([
        { about: ABOUT_NAMESPACE, result, words },
      ]);
    });

    it('names the label to set', () => {
      const [{ verdict }] = evaluateNamespaceBaseline(stateOf(namespace()));
      expect(verdict.violations).toEqual([
        {
          component: '',
          field: ['metadata', 'labels', `${PREFIX}enforce`],
          message: 'Namespace shop enforces no Pod Security level',
        },
      ]);
    });

    it('is unknown where the Namespace is not', () => {
      expect(judge('pod-security-level', DENY)).toEqual([
        expect.objectContaining({ result: 'unknown' }),
      ]);
    });
  });

  it.each([
    [{ enforce: 'baseline', 'enforce-version': 'v1.34' }, 'pass'],
    [{ enforce: 'baseline', 'enforce-version': 'latest' }, 'fail'],
    [{ enforce: 'baseline', 'enforce-version': '1.34' }, 'fail'],
    [{ enforce: 'baseline' }, 'fail'],
    [{ enforce: 'privileged' }, 'not-applicable'],
    [{}, 'not-applicable'],
  ])('judges whether %j pins a version', (labels, result) => {
    expect(judge('pod-security-version', withLabels(labels))).toEqual([
      expect.objectContaining({ result }),
    ]);
  });

  it.each([
    [{ enforce: 'baseline', warn: 'restricted', audit: 'baseline' }, 'pass'],
    [{ enforce: 'restricted', warn: 'restricted', audit: 'baseline' }, 'fail'],
    [{ warn: 'baseline', audit: 'baseline' }, 'pass'],
    [{ enforce: 'restricted' }, 'fail'],
  ])('judges whether %j warns', (labels, result) => {
    expect(judge('pod-security-warnings', withLabels(labels))).toEqual([
      expect.objectContaining({ result }),
    ]);
  });

  describe('network-ingress and network-egress', () => {
    const SHOP = namespace() + deployment('web') + deployment('api');

    it('pass where every workload is isolated and something enforces it', () => {
      for (const rule of ['network-ingress', 'network-egress']) {
        expect(judge(rule, SHOP + DENY, CILIUM)).toEqual([
          { about: ABOUT_NAMESPACE, result: 'pass', words: '' },
        ]);
      }
    });

    it('are only declared where nobody says what enforces it', () => {
      expect(judge('network-ingress', SHOP + DENY)).toEqual([
        {
          about: ABOUT_NAMESPACE,
          result: 'unknown',
          words: expect.stringMatching(/^Declared: .*enforcedBy/),
        },
      ]);
    });

    it('fail by each workload that is not, whoever enforces it', () => {
      const policies = networkPolicy(
        'api-only',
        '{ podSelector: { matchLabels: { app: api } } }',
      );
      expect(judge('network-ingress', SHOP + policies)).toEqual([
        {
          about: ABOUT_NAMESPACE,
          result: 'fail',
          words:
            'Deployment web is not isolated for ingress: no NetworkPolicy selects the Pods for ingress',
        },
      ]);
    });

    it('tell workloads together that share a reason, and keep them apart as violations', () => {
      const { verdict } = evaluateNamespaceBaseline(stateOf(SHOP), CILIUM).find(
        it => it.verdict.rule === 'network-egress',
      )!;
      expect(verdict.message).toBe(
        'Deployment web and Deployment api are not isolated for egress: no NetworkPolicy selects the Pods for egress',
      );
      expect(verdict.violations).toHaveLength(2);
    });

    it('point at the policy that undoes it', () => {
      const open = networkPolicy(
        'open',
        '{ podSelector: { matchLabels: { app: api } }, ingress: [{}] }',
      );
      const found = evaluateNamespaceBaseline(
        stateOf(SHOP + DENY + open),
        CILIUM,
      ).find(({ verdict }) => verdict.rule === 'network-ingress');
      expect(found?.verdict.message).toBe(
        'Deployment api is not isolated for ingress: NetworkPolicy open allows traffic from every Pod',
      );
      expect(found?.culprits[0]).toEqual({
        namespace: 'shop',
        kind: 'NetworkPolicy',
        name: 'open',
      });
    });

    it.each([
      ['denies everything', DENY, 'pass'],
      ['has no policy', '', 'fail'],
      [
        'isolates some only',
        networkPolicy('p', '{ podSelector: { matchLabels: { app: api } } }'),
        'fail',
      ],
    ])(
      'judge what comes where nothing runs and it %s',
      (_, policies, result) => {
        expect(
          judge('network-ingress', namespace() + policies, CILIUM),
        ).toEqual([expect.objectContaining({ result })]);
      },
    );

    it('do not pass for workloads that nobody knows', () => {
      const policies = networkPolicy(
        'p',
        '{ podSelector: { matchExpressions: [{ key: app, operator: Exists }] } }',
      );
      const options = { ...CILIUM, incomplete: { Workload: 'Forbidden' } };
      expect(judge('network-ingress', SHOP + policies, options)).toEqual([
        { about: ABOUT_NAMESPACE, result: 'unknown', words: 'Forbidden' },
      ]);
      expect(judge('network-ingress', SHOP + DENY, options)).toEqual([
        expect.objectContaining({ result: 'pass' }),
      ]);
    });
  });

  it.each([
    ['nothing denied', '', 'pass'],
    ['all denied', DENY, 'fail'],
    ['UDP on 53', rulesFor('ports: [{ protocol: UDP, port: 53 }]'), 'pass'],
    ['UDP on 5353', rulesFor('ports: [{ protocol: UDP, port: 5353 }]'), 'pass'],
    [
      'a port named dns',
      rulesFor('ports: [{ protocol: UDP, port: dns }]'),
      'pass',
    ],
    [
      'a range around it',
      rulesFor('ports: [{ protocol: UDP, port: 1, endPort: 99 }]'),
      'pass',
    ],
    ['every port of some', rulesFor('to: [{ podSelector: {} }]'), 'pass'],
    ['TCP alone', rulesFor('ports: [{ port: 53 }]'), 'fail'],
  ])('judges name resolution with %s', (_, policies, result) => {
    expect(
      judge('network-dns', namespace() + deployment('web') + policies),
    ).toEqual([expect.objectContaining({ result })]);
  });

  it.each([
    ['memory and cpu', '{ limits.memory: 8Gi, limits.cpu: 4 }', '', 'pass'],
    [
      'memory and requests of cpu',
      "{ limits.memory: 8Gi, requests.cpu: '4' }",
      '',
      'pass',
    ],
    ['memory alone', '{ limits.memory: 8Gi }', '', 'fail'],
    [
      'requests of memory, which bound no use',
      '{ requests.memory: 8Gi, cpu: 4 }',
      '',
      'fail',
    ],
    ['counts of objects', "{ count/deployments.apps: '20' }", '', 'fail'],
    [
      'one scope',
      '{ limits.memory: 8Gi, limits.cpu: 4 }',
      ', scopes: [BestEffort]',
      'fail',
    ],
    [
      'no scope',
      '{ limits.memory: 8Gi, limits.cpu: 4 }',
      ', scopes: []',
      'pass',
    ],
  ])('judges a quota for %s', (_, hard, scopes, result) => {
    const quota = object(
      'v1',
      'ResourceQuota',
      'q',
      `spec: { hard: ${hard}${scopes} }`,
    );
    expect(judge('resource-quota', namespace() + quota)).toEqual([
      expect.objectContaining({ result }),
    ]);
  });

  it('does not call a quota missing that may be there', () => {
    const incomplete = { ResourceQuota: 'Forbidden' };
    expect(judge('resource-quota', namespace(), { incomplete })).toEqual([
      { about: ABOUT_NAMESPACE, result: 'unknown', words: 'Forbidden' },
    ]);
  });

  it.each([
    ['a default', '{ type: Container, default: { memory: 1Gi } }', 'pass'],
    [
      'a maximum, which is the default then',
      '{ type: Container, max: { memory: 1Gi } }',
      'pass',
    ],
    ['a default for cpu', '{ type: Container, default: { cpu: 1 } }', 'fail'],
    ['a maximum for the Pod', '{ type: Pod, max: { memory: 1Gi } }', 'fail'],
    [
      'a request',
      '{ type: Container, defaultRequest: { memory: 1Gi } }',
      'fail',
    ],
  ])('judges a limit range with %s', (_, limit, result) => {
    const range = object(
      'v1',
      'LimitRange',
      'l',
      `spec: { limits: [${limit}] }`,
    );
    expect(judge('limit-range', namespace() + range)).toEqual([
      expect.objectContaining({ result }),
    ]);
  });

  it.each([
    ['strict', '{ limits.memory: 4Gi }', '', 'pass'],
    ['strict', '{ requests.memory: 4Gi }', '', 'fail'],
    ['strict', '{ limits.memory: 4Gi }', ', scopes: [BestEffort]', 'fail'],
    ['default', '{ limits.memory: 4Gi }', '', 'fail'],
  ])(
    'asks for no limit range where the preset is %s and the quota is %s%s: %s',
    (preset, hard, scopes, result) => {
      const quota = object(
        'v1',
        'ResourceQuota',
        'q',
        `spec: { hard: ${hard}${scopes} }`,
      );
      const labelled = namespace({ 'shift-down.io/limits': preset });
      expect(judge('limit-range', labelled + quota)).toEqual([
        expect.objectContaining({ result }),
      ]);
    },
  );

  it.each([
    ["{ services.nodeports: '0', services.loadbalancers: 0 }", 'pass'],
    ["{ services.nodeports: '0' }", 'fail'],
    ["{ services.nodeports: '1', services.loadbalancers: '0' }", 'fail'],
  ])('judges a quota for Services of %s', (hard, result) => {
    const quota = object('v1', 'ResourceQuota', 'q', `spec: { hard: ${hard} }`);
    expect(judge('service-quota', namespace() + quota)).toEqual([
      expect.objectContaining({ result }),
    ]);
  });

  describe('default-service-account', () => {
    const account = (rest = '') =>
      object('v1', 'ServiceAccount', 'default', rest);
    const OFF = account('automountServiceAccountToken: false');
    const own = { serviceAccountName: 'web' };
    const refusing = { automountServiceAccountToken: false };
    const asking = { automountServiceAccountToken: true };
    const grant = object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'to-default',
      `roleRef: { kind: ClusterRole, name: view }
subjects: [{ kind: ServiceAccount, name: default }]`,
    );

    it.each([
      ['gives none', OFF, 'pass'],
      ['gives none and a workload uses it', OFF + deployment('web'), 'pass'],
      [
        'gives none and a workload asks for one',
        OFF + deployment('web', {}, asking),
        'fail',
      ],
      ['gives one and nobody uses it', account(), 'fail'],
      [
        'gives one and a workload takes it',
        account() + deployment('web'),
        'fail',
      ],
      [
        'gives one that its only user refuses',
        account() + deployment('web', {}, refusing),
        'pass',
      ],
      [
        'gives one and only others run',
        account() + deployment('web', {}, own),
        'fail',
      ],
      ['is not there yet', '', 'fail'],
      ['gives none and is granted something', OFF + grant, 'fail'],
    ])('judges an account that %s', (_, manifests, result) => {
      expect(judge('default-service-account', namespace() + manifests)).toEqual(
        [expect.objectContaining({ result })],
      );
    });

    it.each([
      ['what a workload asks for', deployment('web', {}, asking), 'fail'],
      ['what the account decides', deployment('web'), 'unknown'],
      ['nothing', '', 'unknown'],
    ])('knows %s without the account', (_, manifests, result) => {
      const incomplete = { ServiceAccount: 'Forbidden' };
      expect(
        judge('default-service-account', namespace() + manifests, {
          incomplete,
        }),
      ).toEqual([expect.objectContaining({ result })]);
    });
  });

  describe('exposed-services', () => {
    const service = (name: string, spec: string) =>
      object('v1', 'Service', name, `spec: ${spec}`);

    it('is about each Service, and about the namespace where none fails', () => {
      const inside = service('inside', '{ ports: [{ port: 80 }] }');
      expect(judge('exposed-services', namespace() + inside)).toEqual([
        { about: 'Service inside', result: 'pass', words: '' },
        { about: ABOUT_NAMESPACE, result: 'pass', words: '' },
      ]);
      expect(
        judge(
          'exposed-services',
          namespace() + inside + service('out', '{ type: NodePort }'),
        ),
      ).toEqual([
        { about: 'Service inside', result: 'pass', words: '' },
        {
          about: 'Service out',
          result: 'fail',
          words: 'Service out is of type NodePort',
        },
      ]);
    });

    it.each([
      ['{ type: LoadBalancer }', 'fail'],
      ['{ type: ClusterIP, externalIPs: [192.0.2.1] }', 'fail'],
      ['{ type: ExternalName, externalName: example.com }', 'pass'],
      ['{ clusterIP: None }', 'pass'],
    ])('judges %s', (spec, result) => {
      expect(
        judge('exposed-services', namespace() + service('s', spec))[0],
      ).toMatchObject({ about: 'Service s', result });
    });

    it('leaves Services of others alone', () => {
      const other = object('serving.knative.dev/v1', 'Service', 's');
      expect(judge('exposed-services', namespace() + other)).toEqual([
        expect.objectContaining({ about: ABOUT_NAMESPACE }),
      ]);
    });
  });

  it('passes nothing of which not all is known', () => {
    const manifests =
      withLabels({ enforce: 'restricted' }) +
      deployment('web') +
      DENY +
      object(
        'v1',
        'ServiceAccount',
        'default',
        'automountServiceAccountToken: false',
      );
    const [state] = namespaceStatesOf(
      // Whatever else the cluster has is open unless one says otherwise.
      objectsOf(manifests),
    );
    const passes = evaluateNamespaceBaseline(state, CILIUM)
      .filter(({ verdict }) => verdict.result === 'pass')
      .map(({ verdict }) => verdict.rule);
    expect(passes).toEqual(['pod-security-level']);
  });

  it('has every rule in the catalogue', () => {
    const index = createControlIndex(CONTROL_CATALOGUE);
    const verdicts = evaluateNamespaceBaseline(stateOf(namespace()));
    const uncovered = verdicts
      .map(({ verdict: { policy, rule } }) => ({
        engine: 'shift-down' as const,
        policy,
        rule,
      }))
      .filter(it => index.forPolicy(it).id === OTHER_POLICIES_CONTROL_ID);
    expect(uncovered).toEqual([]);
  });
});

function rulesFor(rule: string): string {
  return networkPolicy(
    'dns',
    `{ podSelector: {}, policyTypes: [Egress], egress: [{ ${rule} }] }`,
  );
}
