import type { ReportWriter } from './types';
import {
  binding,
  clusterBinding,
  clusterRole,
  role,
  rule,
} from '../__testUtils__/rbac';
import { reportWriters } from './reportWriters';

const TEAM = { kind: 'Group', namespace: '', name: 'team-a' };
const WRITES_REPORTS = rule('wgpolicyk8s.io', 'policyreports', 'patch');
const EVERYTHING = rule('*', '*', '*');

/** `<kind> in <namespace>: <writer>`, with a `!` for those who are not trusted. */
function told(writers: ReportWriter[]): string[] {
  return writers
    .map(
      ({ kind, namespace, writer, trusted }) =>
        `${trusted ? '' : '!'}${kind} in ${namespace || '*'}: ${writer}`,
    )
    .sort();
}

const account = (namespace: string, name: string) => ({
  kind: 'ServiceAccount',
  namespace,
  name,
});

describe('reportWriters', () => {
  it.each([
    [
      'the one verb that it takes',
      rule('wgpolicyk8s.io', 'policyreports', 'update'),
      true,
    ],
    ['deletion', rule('wgpolicyk8s.io', 'policyreports', 'delete'), true],
    [
      'deletion of all',
      rule('wgpolicyk8s.io', 'policyreports', 'deletecollection'),
      true,
    ],
    ['any verb', rule('wgpolicyk8s.io', 'policyreports', '*'), true],
    ['any resource', rule('wgpolicyk8s.io', '*', 'create'), true],
    ['any group', rule('*', 'policyreports', 'create'), true],
    [
      'the status alone',
      rule('wgpolicyk8s.io', 'policyreports/status', 'patch'),
      true,
    ],
    ['every status', rule('wgpolicyk8s.io', '*/status', 'patch'), true],
    [
      'one report by name',
      rule('wgpolicyk8s.io', 'policyreports', 'patch', 'r'),
      true,
    ],
    [
      'nothing but reading',
      rule('wgpolicyk8s.io', 'policyreports', 'get list watch'),
      false,
    ],
    ['another group', rule('example.com', 'policyreports', 'patch'), false],
    ['another resource', rule('wgpolicyk8s.io', 'reports', 'patch'), false],
    [
      'a star that is no wildcard',
      rule('wgpolicyk8s.io', 'policyreports/*', 'patch'),
      false,
    ],
    [
      'creation by name, which no request has',
      rule('wgpolicyk8s.io', 'policyreports', 'create', 'r'),
      false,
    ],
  ])('reads a rule for %s', (_, allowed, writes) => {
    const writers = reportWriters({
      roles: [role('shop', 'r', [allowed])],
      bindings: [binding('shop', 'b', 'Role r', TEAM)],
    });
    expect(told(writers)).toEqual(
      writes ? ['!PolicyReport in shop: group:team-a'] : [],
    );
  });

  it('finds whom Kyverno’s chart lets write reports: administrators of namespaces', () => {
    const label = 'rbac.authorization.k8s.io/aggregate-to-admin';
    const writers = reportWriters({
      roles: [
        {
          ...clusterRole('admin', []),
          aggregates: [
            { matchLabels: { [label]: 'true' }, matchExpressions: [] },
          ],
        },
        {
          ...clusterRole('kyverno:rbac:admin:policyreports', [
            rule('wgpolicyk8s.io', 'policyreports clusterpolicyreports', '*'),
          ]),
          labels: { [label]: 'true' },
        },
        {
          ...clusterRole('kyverno:rbac:view:policyreports', [
            rule('wgpolicyk8s.io', 'policyreports', 'get'),
          ]),
          labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
        },
      ],
      bindings: [binding('shop', 'admins', 'ClusterRole admin', TEAM)],
    });
    expect(told(writers)).toEqual(['!PolicyReport in shop: group:team-a']);
    expect(writers[0].via).toBe('RoleBinding shop/admins, ClusterRole admin');
  });

  it('takes the rules that a controller has filled in as they are', () => {
    const aggregated = {
      ...clusterRole('admin', [rule('', 'pods', 'get')]),
      aggregates: [{ matchLabels: {}, matchExpressions: [] }],
    };
    expect(
      reportWriters({
        roles: [aggregated, clusterRole('other', [EVERYTHING])],
        bindings: [binding('shop', 'b', 'ClusterRole admin', TEAM)],
      }),
    ).toEqual([]);
  });

  it('bounds a ClusterRole to the namespace that it is bound in', () => {
    const writers = reportWriters({
      roles: [clusterRole('all', [EVERYTHING])],
      bindings: [binding('shop', 'b', 'ClusterRole all', TEAM)],
    });
    expect(new Set(writers.map(it => it.namespace))).toEqual(new Set(['shop']));
    expect(writers.map(it => it.kind)).not.toEqual(
      expect.arrayContaining(['ClusterPolicyReport']),
    );
    expect(writers.map(it => it.kind)).not.toContain('GatekeeperConstraint');
    expect(writers.map(it => it.kind)).toContain('VulnerabilityReport');
  });

  it('knows who writes the status of constraints, of whatever kind', () => {
    const roles = [
      clusterRole('r', [
        rule('constraints.gatekeeper.sh', 'k8srequiredlabels/status', 'update'),
      ]),
    ];
    const all = { kind: 'Group', namespace: '', name: 'system:authenticated' };
    expect(
      told(
        reportWriters({
          roles,
          bindings: [clusterBinding('b', 'r', all)],
        }),
      ),
    ).toEqual(['!GatekeeperConstraint in *: group:system:authenticated']);
  });

  it.each([
    ['a missing Role', binding('shop', 'b', 'Role r', TEAM)],
    [
      'a Role of another namespace',
      binding('elsewhere', 'b', 'Role there', TEAM),
    ],
    [
      'a ClusterRole that is a Role',
      binding('shop', 'b', 'ClusterRole there', TEAM),
    ],
  ])('takes %s for nothing', (_, bound) => {
    expect(
      reportWriters({
        roles: [role('shop', 'there', [EVERYTHING])],
        bindings: [bound],
      }),
    ).toEqual([]);
  });

  describe('finds who can give it to themselves', () => {
    const RBAC = 'rbac.authorization.k8s.io';

    it.each([
      ['escalate', [rule(RBAC, 'roles', 'escalate')], 'may escalate roles'],
      ['bind', [rule(RBAC, 'roles', 'bind')], 'may bind any Role'],
      [
        'bind',
        [rule(RBAC, 'clusterroles', 'bind')],
        'may bind any ClusterRole',
      ],
    ])('by %s', (_, rules, how) => {
      const [writer] = reportWriters({
        roles: [role('shop', 'r', rules)],
        bindings: [binding('shop', 'b', 'Role r', TEAM)],
      });
      expect(writer).toMatchObject({
        kind: 'PolicyReport',
        namespace: 'shop',
        trusted: false,
        via: `RoleBinding shop/b, Role r: ${how}`,
      });
    });

    it.each([
      ['one that writes', 'writer', ['!PolicyReport in shop: group:team-a']],
      ['one that does not', 'reader', []],
      ['one that is not there', 'ghost', []],
    ])('by binding %s', (_, name, expected) => {
      const writers = reportWriters({
        roles: [
          role('shop', 'r', [rule(RBAC, 'clusterroles', 'bind', name)]),
          clusterRole('writer', [WRITES_REPORTS]),
          clusterRole('reader', [rule('', 'pods', 'get')]),
        ],
        bindings: [binding('shop', 'b', 'Role r', TEAM)],
      });
      expect(told(writers)).toEqual(expected);
    });

    it.each([
      ['impersonating users', rule('', 'users', 'impersonate')],
      [
        'impersonating any ServiceAccount',
        rule('', 'serviceaccounts', 'impersonate'),
      ],
      [
        'tokens of any ServiceAccount',
        rule('', 'serviceaccounts/token', 'create'),
      ],
      ['Pods in any namespace', rule('', 'pods', 'create')],
      ['Deployments in any namespace', rule('apps', 'deployments', 'patch')],
    ])('by %s', (_, allowed) => {
      const writers = reportWriters({
        roles: [clusterRole('r', [allowed])],
        bindings: [clusterBinding('b', 'r', account('shop', 'deployer'))],
      });
      expect(told(writers)).toContain(
        '!ClusterPolicyReport in *: serviceaccount:shop:deployer',
      );
    });

    it.each([
      ['runs Pods there', rule('', 'pods', 'create'), true],
      ['enters Pods there', rule('', 'pods/exec', 'create'), true],
      [
        'impersonates it',
        rule('', 'serviceaccounts', 'impersonate', 'engine'),
        true,
      ],
      [
        'issues its tokens',
        rule('', 'serviceaccounts/token', 'create', 'engine'),
        true,
      ],
      [
        'impersonates another',
        rule('', 'serviceaccounts', 'impersonate', 'other'),
        false,
      ],
      ['reads there', rule('', 'pods', 'get'), false],
    ])('as an engine, where one %s', (_, allowed, writes) => {
      const writers = reportWriters({
        roles: [
          clusterRole('engine', [WRITES_REPORTS]),
          role('kyverno', 'r', [allowed]),
        ],
        bindings: [
          clusterBinding('b', 'engine', account('kyverno', 'engine')),
          binding('kyverno', 'b', 'Role r', TEAM),
        ],
      });
      expect(told(writers)).toEqual([
        ...(writes ? ['!PolicyReport in *: group:team-a'] : []),
        'PolicyReport in *: serviceaccount:kyverno:engine',
      ]);
    });

    it('and not every editor of a namespace whose accounts write nothing', () => {
      expect(
        reportWriters({
          roles: [
            clusterRole('edit', [
              rule('', 'serviceaccounts', 'impersonate'),
              rule('', 'pods', 'create'),
            ]),
          ],
          bindings: [binding('shop', 'b', 'ClusterRole edit', TEAM)],
        }),
      ).toEqual([]);
    });
  });

  describe('what can’t be read is feared', () => {
    it.each([
      [
        'a Role',
        {
          roles: [{ ...role('shop', 'r', []), unreadable: true }],
          bindings: [binding('shop', 'b', 'Role r', TEAM)],
        },
        'group:team-a',
      ],
      [
        'a binding',
        {
          roles: [],
          bindings: [{ ...binding('shop', 'b', '', TEAM), unreadable: true }],
        },
        'unknown',
      ],
    ])('of %s', (_, rbac, writer) => {
      expect(told(reportWriters(rbac))).toContain(
        `!PolicyReport in shop: ${writer}`,
      );
    });

    it('in all of the cluster, where it is not in a namespace', () => {
      const engine = account('tools', 'engine');
      const unreadable = true;
      expect(
        told(
          reportWriters({
            roles: [{ ...clusterRole('r', []), unreadable }],
            bindings: [
              clusterBinding('a', 'r', engine),
              { ...clusterBinding('b', '', engine), unreadable },
            ],
          }),
        ),
      ).toEqual(
        expect.arrayContaining(
          ['PolicyReport', 'ClusterPolicyReport'].flatMap(kind => [
            `!${kind} in *: serviceaccount:tools:engine`,
            `!${kind} in *: unknown`,
          ]),
        ),
      );
    });

    it('of a part of an aggregated role', () => {
      const selector = { matchLabels: { part: 'yes' }, matchExpressions: [] };
      expect(
        told(
          reportWriters({
            roles: [
              { ...clusterRole('whole', []), aggregates: [selector] },
              {
                ...clusterRole('part', []),
                labels: { part: 'yes' },
                unreadable: true,
              },
            ],
            bindings: [binding('shop', 'b', 'ClusterRole whole', TEAM)],
          }),
        ),
      ).toContain('!PolicyReport in shop: group:team-a');
    });
  });

  describe('trusts', () => {
    const roles = [clusterRole('r', [WRITES_REPORTS])];
    const cases: [string, string, string, string[], boolean][] = [
      [
        'a group that the platform bound in the cluster',
        'Group platform',
        '',
        [],
        true,
      ],
      [
        'a user that the platform bound in the cluster',
        'User ops',
        '',
        [],
        true,
      ],
      [
        'an engine in its own namespace',
        'ServiceAccount kyverno/reports',
        '',
        [],
        true,
      ],
      [
        'the control plane',
        'User system:kube-controller-manager',
        'shop',
        [],
        true,
      ],
      ['the masters', 'Group system:masters', 'shop', [], true],
      [
        'an engine that is bound namespace by namespace',
        'ServiceAccount trivy-system/operator',
        'shop',
        [],
        true,
      ],
      [
        'a group of a namespace that config names',
        'Group sre',
        'shop',
        ['group:sre'],
        true,
      ],
      [
        'a program that config names',
        'ServiceAccount ci/scan',
        '',
        ['serviceaccount:ci:*'],
        true,
      ],
      [
        'an engine by its name as a user',
        'User system:serviceaccount:kyverno:reports',
        '',
        [],
        true,
      ],
      ['not a group of a namespace', 'Group team-a', 'shop', [], false],
      [
        'not a program of a tenant bound in the cluster',
        'ServiceAccount shop/ci',
        '',
        [],
        false,
      ],
      [
        'not such a program by its name as a user',
        'User system:serviceaccount:shop:ci',
        '',
        [],
        false,
      ],
      [
        'not every program of a tenant',
        'Group system:serviceaccounts:shop',
        '',
        [],
        false,
      ],
      ['not every program', 'Group system:serviceaccounts', '', [], false],
      ['not everybody', 'Group system:authenticated', '', [], false],
      ['not nobody', 'Group system:unauthenticated', '', [], false],
      ['not the anonymous', 'User system:anonymous', '', [], false],
      [
        'not everybody because of a wildcard',
        'Group system:authenticated',
        '',
        ['group:*'],
        false,
      ],
      [
        'not who only begins like a name in config',
        'Group sre-interns',
        'shop',
        ['group:sre'],
        false,
      ],
      [
        'not whom a dot in config would stand for',
        'User a-b',
        'shop',
        ['user:a.b', 'user:a.b*'],
        false,
      ],
    ];
    it.each(cases)('%s', (_, who, where, config, trusted) => {
      const [kind, name] = who.split(' ');
      const subject =
        kind === 'ServiceAccount'
          ? account(name.split('/')[0], name.split('/')[1])
          : { kind, namespace: '', name };
      const [writer] = reportWriters(
        {
          roles,
          bindings: [
            where
              ? binding(where, 'b', 'ClusterRole r', subject)
              : clusterBinding('b', 'r', subject),
          ],
        },
        config,
      );
      expect(writer).toMatchObject({ namespace: where, trusted });
    });

    it('everywhere, and says so once', () => {
      const ops = { kind: 'User', namespace: '', name: 'ops' };
      expect(
        told(
          reportWriters({
            roles,
            bindings: [
              binding('shop', 'b', 'ClusterRole r', ops),
              clusterBinding('b', 'r', ops),
            ],
          }),
        ),
      ).toEqual(['PolicyReport in *: user:ops']);
    });

    it('does not take a ServiceAccount without a namespace for an engine', () => {
      expect(
        told(
          reportWriters({
            roles,
            bindings: [
              binding('shop', 'b', 'ClusterRole r', account('', 'engine')),
            ],
          }),
        ),
      ).toEqual(['!PolicyReport in shop: serviceaccount:shop:engine']);
    });
  });
});
