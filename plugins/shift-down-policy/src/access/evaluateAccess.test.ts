import {
  binding,
  clusterBinding,
  clusterRole,
  role,
  rule,
} from '../__testUtils__/rbac';
import { told } from '../namespaceBaseline/__testUtils__/states';
import type { Incomplete } from '../namespaceBaseline/types';
import type { Rbac } from '../trust/reportWriters';
import type { RbacRule } from '../trust/types';
import { evaluateAccess } from './evaluateAccess';

const TEAM = { kind: 'Group', namespace: '', name: 'team' };
const RULES = [
  'cluster-admin',
  'wildcards',
  'escalation',
  'secrets',
  'pod-creation',
];

function evaluate(
  rbac: Rbac,
  incomplete: Incomplete = {},
  trusted: string[] = [],
) {
  return evaluateAccess(
    {
      name: 'shop',
      workloads: [],
      networkPolicies: [],
      resourceQuotas: [],
      limitRanges: [],
      serviceAccounts: [],
      services: [],
      rbac,
      incomplete,
    },
    { trusted },
  );
}

function failing(rbac: Rbac): Record<string, string[]> {
  const verdicts = evaluate(rbac);
  return Object.fromEntries(
    RULES.map(it => [
      it,
      told(verdicts, it)
        .filter(({ result }) => result === 'fail')
        .map(({ about }) => about),
    ]).filter(([, about]) => about.length > 0),
  );
}

describe('evaluateAccess', () => {
  it('passes a namespace in which nobody may do anything', () => {
    const verdicts = evaluate({ roles: [], bindings: [] });
    expect(verdicts.map(it => [it.verdict.rule, it.verdict.result])).toEqual(
      RULES.map(it => [it, 'pass']),
    );
    expect(verdicts[0].object).toEqual({
      namespace: '',
      kind: 'Namespace',
      name: 'shop',
    });
  });

  it.each<[string, RbacRule, string[]]>([
    ['read Pods', rule('', 'pods', 'get list watch'), []],
    ['read Secrets', rule('', 'secrets', 'get'), ['secrets']],
    ['read one Secret', rule('', 'secrets', 'get', 'tls'), []],
    ['do anything to ConfigMaps', rule('', 'configmaps', '*'), ['wildcards']],
    ['exec', rule('', 'pods/exec', 'create'), ['escalation']],
    [
      'escalate',
      rule('rbac.authorization.k8s.io', 'roles', 'escalate'),
      ['escalation'],
    ],
    [
      'reach nodes, which a Role can’t give',
      rule('', 'nodes/proxy', 'get'),
      [],
    ],
    ['run Pods', rule('batch', 'jobs', 'create'), ['pod-creation']],
    [
      'do anything',
      rule('*', '*', '*'),
      ['wildcards', 'escalation', 'secrets', 'pod-creation'],
    ],
  ])('judges a Role to %s', (_, granted, rules) => {
    expect(
      failing({ roles: [role('shop', 'r', [granted])], bindings: [] }),
    ).toEqual(Object.fromEntries(rules.map(it => [it, ['Role r']])));
  });

  it('has no verdict about the namespace where a Role fails', () => {
    const verdicts = evaluate({
      roles: [
        role('shop', 'r', [rule('', 'secrets', 'get')]),
        role('shop', 's', []),
      ],
      bindings: [],
    });
    expect(told(verdicts, 'secrets')).toEqual([
      {
        about: 'Role r',
        result: 'fail',
        words: 'Role r lets whoever has it read Secrets',
      },
      { about: 'Role s', result: 'pass', words: '' },
    ]);
  });

  it.each<[RbacRule, (string | number)[]]>([
    [rule('', 'secrets', 'get'), ['rules', 1, 'resources']],
    [rule('', 'configmaps', '*'), ['rules', 1, 'verbs']],
    [rule('*', 'configmaps', 'get'), ['rules', 1, 'apiGroups']],
    [rule('rbac.authorization.k8s.io', 'roles', 'bind'), ['rules', 1, 'verbs']],
  ])('names the field of %j to change', (granted, field) => {
    const found = evaluate({
      roles: [role('shop', 'r', [rule('', 'pods', 'get'), granted])],
      bindings: [],
    }).find(({ verdict }) => verdict.result === 'fail');
    expect(found?.verdict.violations[0].field).toEqual(field);
  });

  it('judges a RoleBinding by the ClusterRole that it grants', () => {
    expect(
      failing({
        roles: [clusterRole('peek', [rule('', 'secrets', 'get')])],
        bindings: [
          binding('shop', 'peeking', 'ClusterRole peek', TEAM),
          binding('shop', 'nobody', 'ClusterRole peek'),
          binding('billing', 'elsewhere', 'ClusterRole peek', TEAM),
        ],
      }),
    ).toEqual({ secrets: ['RoleBinding peeking'] });
  });

  it.each([
    ['to the ClusterRole', 'ClusterRole cluster-admin'],
    ['to a Role as wide', 'Role wide'],
  ])('finds cluster-admin in a binding %s', (_, to) => {
    expect(
      failing({
        roles: [role('shop', 'wide', [rule('*', '*', '*')])],
        bindings: [binding('shop', 'b', to, TEAM)],
      })['cluster-admin'],
    ).toEqual(['RoleBinding b']);
  });

  it.each([
    [
      'a program of the namespace',
      { kind: 'ServiceAccount', namespace: 'shop', name: 'a' },
      true,
    ],
    [
      'all its programs',
      { ...TEAM, name: 'system:serviceaccounts:shop' },
      true,
    ],
    ['everybody', { ...TEAM, name: 'system:authenticated' }, true],
    [
      'a program of another',
      { kind: 'ServiceAccount', namespace: 'billing', name: 'a' },
      false,
    ],
    ['the platform', { ...TEAM, name: 'platform' }, false],
  ])('counts a ClusterRoleBinding to %s', (_, subject, counts) => {
    const found = failing({
      roles: [clusterRole('peek', [rule('', 'secrets', 'get')])],
      bindings: [clusterBinding('b', 'peek', subject)],
    });
    expect(found).toEqual(counts ? { secrets: ['Namespace shop'] } : {});
  });

  it('passes bindings to whom the platform trusts', () => {
    const rbac = {
      roles: [],
      bindings: [binding('shop', 'b', 'ClusterRole edit', TEAM)],
    };
    const results = (trusted: string[]) =>
      new Set(evaluate(rbac, {}, trusted).map(it => it.verdict.result));
    expect(results([])).toContain('fail');
    expect(results(['group:team'])).toEqual(new Set(['pass']));
  });

  it.each([
    [
      'a Role',
      {
        roles: [{ ...role('shop', 'r', []), unreadable: true }],
        bindings: [],
      },
      {},
      'Role r',
    ],
    [
      'a RoleBinding',
      {
        roles: [],
        bindings: [{ ...binding('shop', 'b', 'Role r'), unreadable: true }],
      },
      {},
      'RoleBinding b',
    ],
    [
      'the ClusterRole of a binding',
      {
        roles: [{ ...clusterRole('r', []), unreadable: true }],
        bindings: [binding('shop', 'b', 'ClusterRole r', TEAM)],
      },
      {},
      'RoleBinding b',
    ],
    [
      'whether a ClusterRole is there',
      {
        roles: [],
        bindings: [binding('shop', 'b', 'ClusterRole r', TEAM)],
      },
      { ClusterRole: 'Forbidden' },
      'RoleBinding b',
    ],
    [
      'whether there are more Roles',
      { roles: [], bindings: [] },
      { Role: 'Forbidden' },
      'Namespace shop',
    ],
    [
      'a ClusterRoleBinding',
      {
        roles: [],
        bindings: [{ ...clusterBinding('b', 'r'), unreadable: true }],
      },
      {},
      'Namespace shop',
    ],
  ])('is unknown where nobody knows %s', (_, rbac, incomplete, about) => {
    expect(told(evaluate(rbac, incomplete), 'secrets')).toContainEqual(
      expect.objectContaining({ about, result: 'unknown' }),
    );
  });
});
