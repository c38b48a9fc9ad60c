import {
  binding,
  clusterBinding,
  clusterRole,
  role,
  rule,
} from '../__testUtils__/rbac';
import type { RbacRule } from '../trust/types';
import { dangerousAccess } from './dangerousAccess';
import type { DangerousAccess } from './types';

const TEAM = { kind: 'Group', namespace: '', name: 'team' };
const RBAC = 'rbac.authorization.k8s.io';

const account = (name: string, namespace = 'shop') => ({
  kind: 'ServiceAccount',
  namespace,
  name,
});

function told(access: DangerousAccess[]): string[] {
  return access.map(({ who, power, scope }) => `${who} ${power} ${scope}`);
}

function powersOf(
  rules: RbacRule[],
  scope: 'namespace' | 'cluster' = 'namespace',
): string[] {
  const access =
    scope === 'namespace'
      ? dangerousAccess('shop', {
          roles: [role('shop', 'r', rules)],
          bindings: [binding('shop', 'b', 'Role r', TEAM)],
        })
      : dangerousAccess('shop', {
          roles: [clusterRole('r', rules)],
          bindings: [clusterBinding('b', 'r', TEAM)],
        });
  return access.map(({ power }) => power);
}

describe('dangerousAccess', () => {
  it.each<[string, RbacRule, string[], string[]]>([
    ['reading Pods', rule('', 'pods pods/log', 'get list watch'), [], []],
    [
      'reading Secrets',
      rule('', 'secrets', 'get'),
      ['read-secrets'],
      ['read-secrets'],
    ],
    ['writing Secrets', rule('', 'secrets', 'create update'), [], []],
    [
      'watching Secrets',
      rule('', 'secrets', 'watch'),
      ['read-secrets'],
      ['read-secrets'],
    ],
    ['creating Pods', rule('', 'pods', 'create'), ['run-pods'], ['run-pods']],
    [
      'patching Deployments',
      rule('apps', 'deployments', 'patch'),
      ['run-pods'],
      ['run-pods'],
    ],
    [
      'patching Deployments of another group',
      rule('example.com', 'deployments', 'patch'),
      [],
      [],
    ],
    [
      'creating CronJobs',
      rule('batch', 'cronjobs', 'create'),
      ['run-pods'],
      ['run-pods'],
    ],
    ['exec', rule('', 'pods/exec', 'create'), ['enter-pods'], ['enter-pods']],
    [
      'exec over a websocket',
      rule('', 'pods/exec', 'get'),
      ['enter-pods'],
      ['enter-pods'],
    ],
    [
      'port forwarding',
      rule('', 'pods/portforward', 'create'),
      ['enter-pods'],
      ['enter-pods'],
    ],
    [
      'debug containers',
      rule('', 'pods/ephemeralcontainers', 'patch'),
      ['enter-pods'],
      ['enter-pods'],
    ],
    [
      'escalating roles',
      rule(RBAC, 'roles', 'escalate'),
      ['escalate'],
      ['escalate'],
    ],
    [
      'escalating roles of the cluster',
      rule(RBAC, 'clusterroles', 'escalate'),
      [],
      ['escalate'],
    ],
    [
      'binding roles of the cluster',
      rule(RBAC, 'clusterroles', 'bind'),
      ['bind'],
      ['bind'],
    ],
    [
      'writing bindings',
      rule(RBAC, 'rolebindings', 'create'),
      ['write-rbac'],
      ['write-rbac'],
    ],
    [
      'writing bindings of the cluster',
      rule(RBAC, 'clusterrolebindings', 'create'),
      [],
      ['write-rbac'],
    ],
    [
      'impersonating accounts',
      rule('', 'serviceaccounts', 'impersonate'),
      ['impersonate'],
      ['impersonate'],
    ],
    [
      'impersonating users',
      rule('', 'users groups', 'impersonate'),
      [],
      ['impersonate'],
    ],
    [
      'issuing tokens',
      rule('', 'serviceaccounts/token', 'create'),
      ['issue-tokens'],
      ['issue-tokens'],
    ],
    ['writing accounts', rule('', 'serviceaccounts', 'create update'), [], []],
    ['proxies of nodes', rule('', 'nodes/proxy', 'get'), [], ['reach-nodes']],
    [
      'webhooks',
      rule(
        'admissionregistration.k8s.io',
        'mutatingwebhookconfigurations',
        'patch',
      ),
      [],
      ['change-admission'],
    ],
    [
      'admission policies',
      rule(
        'admissionregistration.k8s.io',
        'validatingadmissionpolicies',
        'delete',
      ),
      [],
      ['change-admission'],
    ],
    [
      'approving certificates',
      rule(
        'certificates.k8s.io',
        'certificatesigningrequests/approval',
        'update',
      ),
      [],
      ['approve-certificates'],
    ],
    [
      'volumes of the cluster',
      rule('', 'persistentvolumes', 'create'),
      [],
      ['create-volumes'],
    ],
    [
      'labels of the Namespace',
      rule('', 'namespaces', 'patch'),
      ['change-namespace'],
      ['change-namespace'],
    ],
    [
      'network policies',
      rule('networking.k8s.io', 'networkpolicies', 'delete'),
      ['write-network-policies'],
      ['write-network-policies'],
    ],
    [
      'quotas',
      rule('', 'resourcequotas', 'update'),
      ['write-quotas'],
      ['write-quotas'],
    ],
    [
      'exceptions',
      rule('policies.kyverno.io', 'policyexceptions', 'create'),
      ['write-exceptions'],
      ['write-exceptions'],
    ],
    [
      'reports',
      rule('wgpolicyk8s.io', 'policyreports', 'patch'),
      ['write-reports'],
      ['write-reports'],
    ],
    [
      'reports of the cluster',
      rule('wgpolicyk8s.io', 'clusterpolicyreports', 'patch'),
      [],
      ['write-reports'],
    ],
    [
      'any verb on harmless things',
      rule('', 'configmaps', '*'),
      ['use-wildcards'],
      ['use-wildcards'],
    ],
    ['everything', rule('*', '*', '*'), ['everything'], ['everything']],
    [
      'everything by name',
      rule('*', '*', '*', 'one'),
      expect.not.arrayContaining(['everything']),
      expect.not.arrayContaining(['everything']),
    ],
  ])('knows %s for what it is', (_, granted, inNamespace, inCluster) => {
    expect(powersOf([granted])).toEqual(inNamespace);
    expect(powersOf([granted], 'cluster')).toEqual(inCluster);
  });

  it('finds every dangerous thing behind a wildcard', () => {
    expect(powersOf([rule('', '*', '*')])).toEqual([
      'impersonate',
      'issue-tokens',
      'use-wildcards',
      'read-secrets',
      'run-pods',
      'enter-pods',
      'change-namespace',
      'write-quotas',
    ]);
  });

  it('tells the binding, the role and the names that it is limited to', () => {
    const access = dangerousAccess('shop', {
      roles: [role('shop', 'r', [rule('', 'secrets', 'get', 'tls')])],
      bindings: [binding('shop', 'b', 'Role r', TEAM)],
    });
    expect(access).toEqual([
      {
        who: 'group:team',
        power: 'read-secrets',
        scope: 'namespace',
        trusted: false,
        anybody: false,
        paths: [
          {
            binding: { namespace: 'shop', kind: 'RoleBinding', name: 'b' },
            role: { namespace: 'shop', kind: 'Role', name: 'r' },
            names: ['tls'],
          },
        ],
      },
    ]);
  });

  it('does not call limited what another rule does not limit', () => {
    const [{ paths }] = dangerousAccess('shop', {
      roles: [
        role('shop', 'r', [
          rule('', 'secrets', 'get', 'tls'),
          rule('', 'secrets', 'list'),
        ]),
      ],
      bindings: [binding('shop', 'b', 'Role r', TEAM)],
    });
    expect(paths).toEqual([expect.objectContaining({ names: [] })]);
  });

  it('leaves out what is granted in other namespaces', () => {
    expect(
      dangerousAccess('shop', {
        roles: [role('billing', 'r', [rule('', 'secrets', 'get')])],
        bindings: [binding('billing', 'b', 'Role r', TEAM)],
      }),
    ).toEqual([]);
  });

  it('knows the built-in roles where they are not given', () => {
    const access = dangerousAccess('shop', {
      roles: [],
      bindings: [
        binding('shop', 'a', 'ClusterRole cluster-admin', TEAM),
        binding('shop', 'v', 'ClusterRole view', account('viewer')),
        binding('shop', 'e', 'ClusterRole edit', account('ci')),
      ],
    });
    expect(told(access)).toEqual([
      'group:team everything namespace',
      'serviceaccount:shop:ci impersonate namespace',
      'serviceaccount:shop:ci issue-tokens namespace',
      'serviceaccount:shop:ci read-secrets namespace',
      'serviceaccount:shop:ci run-pods namespace',
      'serviceaccount:shop:ci enter-pods namespace',
      'serviceaccount:shop:ci write-network-policies namespace',
    ]);
  });

  it('follows aggregated roles', () => {
    const label = { 'example.com/aggregate': 'true' };
    const access = dangerousAccess('shop', {
      roles: [
        {
          ...clusterRole('all', []),
          aggregates: [{ matchLabels: label, matchExpressions: [] }],
        },
        { ...clusterRole('part', [rule('', 'secrets', 'get')]), labels: label },
      ],
      bindings: [binding('shop', 'b', 'ClusterRole all', TEAM)],
    });
    expect(told(access)).toEqual(['group:team read-secrets namespace']);
  });

  it('marks those who are everybody, and the platform', () => {
    const group = (name: string) => ({ kind: 'Group', namespace: '', name });
    const access = dangerousAccess('shop', {
      roles: [clusterRole('r', [rule('', 'secrets', 'get')])],
      bindings: [
        clusterBinding('b', 'r', group('system:authenticated')),
        clusterBinding('c', 'r', group('system:masters')),
        clusterBinding('d', 'r', group('platform')),
        clusterBinding('e', 'r', group('system:serviceaccounts:shop')),
        binding('shop', 'f', 'ClusterRole r', group('deployers')),
      ],
    });
    expect(
      access.map(({ who, trusted, anybody }) => ({ who, trusted, anybody })),
    ).toEqual([
      { who: 'group:deployers', trusted: false, anybody: false },
      { who: 'group:system:authenticated', trusted: false, anybody: true },
      {
        who: 'group:system:serviceaccounts:shop',
        trusted: false,
        anybody: false,
      },
      { who: 'group:platform', trusted: true, anybody: false },
      { who: 'group:system:masters', trusted: true, anybody: false },
    ]);
  });

  it('trusts whom the platform names', () => {
    const [{ trusted }] = dangerousAccess(
      'shop',
      {
        roles: [role('shop', 'r', [rule('', 'secrets', 'get')])],
        bindings: [binding('shop', 'b', 'Role r', account('sync', 'argocd'))],
      },
      ['serviceaccount:argocd:*'],
    );
    expect(trusted).toBe(true);
  });

  describe('through a ServiceAccount', () => {
    const reader = clusterRole('reader', [rule('', 'secrets', 'list')]);
    const byAccount = clusterBinding('b', 'reader', account('operator'));

    it.each<[string, RbacRule, boolean]>([
      ['may run Pods', rule('', 'pods', 'create'), true],
      ['may enter Pods', rule('', 'pods/exec', 'create'), true],
      [
        'may impersonate it',
        rule('', 'serviceaccounts', 'impersonate', 'operator'),
        true,
      ],
      [
        'may impersonate another',
        rule('', 'serviceaccounts', 'impersonate', 'web'),
        false,
      ],
      [
        'may issue its tokens',
        rule('', 'serviceaccounts/token', 'create', 'operator'),
        true,
      ],
      ['may see Pods', rule('', 'pods', 'get'), false],
    ])('gives what it has to who %s', (_, granted, gets) => {
      const access = dangerousAccess('shop', {
        roles: [reader, role('shop', 'r', [granted])],
        bindings: [byAccount, binding('shop', 't', 'Role r', TEAM)],
      });
      const found = access.find(
        ({ who, power }) => who === 'group:team' && power === 'read-secrets',
      );
      expect(found?.paths).toEqual(
        gets
          ? [
              {
                binding: {
                  namespace: '',
                  kind: 'ClusterRoleBinding',
                  name: 'b',
                },
                role: { namespace: '', kind: 'ClusterRole', name: 'reader' },
                names: [],
                actingAs: 'serviceaccount:shop:operator',
              },
            ]
          : undefined,
      );
    });

    it('gives it over several steps, and comes to an end in a circle', () => {
      const impersonate = (name: string) =>
        rule('', 'serviceaccounts', 'impersonate', name);
      const access = dangerousAccess('shop', {
        roles: [
          reader,
          role('shop', 'as-a', [impersonate('a')]),
          role('shop', 'as-b', [impersonate('b')]),
          role('shop', 'as-a-or-operator', [
            impersonate('a'),
            impersonate('operator'),
          ]),
        ],
        bindings: [
          byAccount,
          binding('shop', '1', 'Role as-a', TEAM),
          binding('shop', '2', 'Role as-b', account('a')),
          binding('shop', '3', 'Role as-a-or-operator', account('b')),
        ],
      });
      expect(told(access)).toContain('group:team read-secrets cluster');
    });

    it('gives nothing of other namespaces’ accounts', () => {
      const access = dangerousAccess('shop', {
        roles: [reader, role('shop', 'r', [rule('', 'pods', 'create')])],
        bindings: [
          clusterBinding('b', 'reader', account('operator', 'billing')),
          binding('shop', 't', 'Role r', TEAM),
        ],
      });
      expect(told(access)).not.toContain('group:team read-secrets cluster');
    });

    it('adds to what is limited to names what an account has without', () => {
      const access = dangerousAccess('shop', {
        roles: [
          clusterRole('reader', [rule('', 'secrets', 'list')]),
          role('shop', 'r', [
            rule('', 'pods', 'create'),
            rule('', 'secrets', 'get', 'tls'),
          ]),
        ],
        bindings: [
          binding('shop', 'b', 'ClusterRole reader', account('operator')),
          binding('shop', 't', 'Role r', TEAM),
        ],
      });
      expect(
        access.find(it => it.who === 'group:team')?.paths.map(it => it.names),
      ).toEqual([['tls'], []]);
    });

    it('gives what every account has', () => {
      const all = {
        kind: 'Group',
        namespace: '',
        name: 'system:serviceaccounts:shop',
      };
      const access = dangerousAccess('shop', {
        roles: [reader, role('shop', 'r', [rule('', 'pods', 'create')])],
        bindings: [
          clusterBinding('b', 'reader', all),
          binding('shop', 't', 'Role r', TEAM),
        ],
      });
      expect(told(access)).toContain('group:team read-secrets cluster');
    });
  });

  it.each([
    [
      'a role',
      {
        roles: [{ ...role('shop', 'r', []), unreadable: true }],
        bindings: [binding('shop', 'b', 'Role r', TEAM)],
      },
      ['group:team unknown namespace'],
    ],
    [
      'a binding',
      {
        roles: [],
        bindings: [{ ...binding('shop', 'b', 'Role r'), unreadable: true }],
      },
      ['unknown unknown namespace'],
    ],
  ])(
    'does not take %s for harmless that could not be read',
    (_, rbac, expected) => {
      expect(told(dangerousAccess('shop', rbac))).toEqual(expected);
    },
  );
});
