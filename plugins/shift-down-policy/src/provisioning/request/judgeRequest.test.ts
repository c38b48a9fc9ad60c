import { aRequest, RULES, someFacts } from '../__testUtils__/namespaces';
import type { NamespaceRequest, RequestProblem } from '../types';
import { judgeRequest } from './judgeRequest';
import type { RequestFacts } from './types';

type Case = [
  what: string,
  changes: Partial<NamespaceRequest>,
  problem: RequestProblem,
  facts?: Partial<RequestFacts>,
];
type Twin = [
  what: string,
  changes: Partial<NamespaceRequest>,
  facts?: Partial<RequestFacts>,
];

const LONG = 'a'.repeat(54);
const PLATFORM: Partial<RequestFacts> = {
  ownGroups: ['group:default/platform'],
};
const platform = (
  changes: Partial<NamespaceRequest>,
): Partial<NamespaceRequest> => ({
  ownerRef: 'group:default/platform',
  ...changes,
});

function say(
  code: RequestProblem['code'],
  field: string,
  words: string,
): RequestProblem {
  return { code, field, message: expect.stringContaining(words) as string };
}

function refused(cases: Case[]) {
  it.each(cases)('refuses %s', (_, changes, problem, facts = {}) => {
    expect(judgeRequest(aRequest(changes), someFacts(facts))).toEqual([
      problem,
    ]);
  });
}

function taken(cases: Twin[]) {
  it.each(cases)('takes %s', (_, changes, facts = {}) => {
    expect(judgeRequest(aRequest(changes), someFacts(facts))).toEqual([]);
  });
}

it('takes a decent request', () => {
  expect(judgeRequest(aRequest(), someFacts())).toEqual([]);
});

it('tells all problems at once', () => {
  const request = aRequest({ name: 'A', environment: 'moon', size: 'huge' });
  expect(judgeRequest(request, someFacts()).map(({ code }) => code)).toEqual([
    'name',
    'environment',
    'size',
  ]);
});

describe('names', () => {
  refused([
    ['none', { name: '' }, say('name', 'name', 'Name the namespace')],
    [
      'YAML',
      { name: 'payments-a\nkind: Secret' },
      say('name', 'name', '"payments-a\\nkind: Secret" is no name'),
    ],
    [
      'a mapping',
      { name: 'payments-a: b' },
      say('name', 'name', 'is no name of a namespace'),
    ],
    ...['${{ parameters.name }}', '{{ .Values.name }}', '${name}'].map(
      (name): Case => [
        `template syntax ${name}`,
        { name: `payments-${name}` },
        say('name', 'name', 'holds template syntax'),
      ],
    ),
    ...['../kube-system', 'payments/../x', 'payments-..', 'payments\\x'].map(
      (name): Case => [
        `path ${name}`,
        { name },
        say('name', 'name', 'is a path'),
      ],
    ),
    [
      'upper case',
      { name: 'Payments-Checkout' },
      say('name', 'name', "in lower case: 'payments-checkout'"),
    ],
    [
      'a dash at its end',
      { name: 'payments-' },
      say('name', 'name', 'a letter or digit at both ends'),
    ],
    [
      'an underscore',
      { name: 'payments-a_b' },
      say('name', 'name', 'is no name of a namespace'),
    ],
    [
      'a letter that only looks the same',
      { name: 'payments-\u0430' },
      say('name', 'name', 'is no name of a namespace'),
    ],
    [
      'a line break at its end',
      { name: 'payments-a\n' },
      say('name', 'name', 'is no name of a namespace'),
    ],
    [
      'what is too long',
      { name: `payments-${LONG}a` },
      say('name', 'name', 'has 64 characters; Kubernetes takes 63'),
    ],
    [
      'what is there',
      {},
      say('taken', 'name', 'It exists'),
      { isTaken: 'It exists and was not made here; adopt it' },
    ],
  ]);
  taken([
    ['digits', { name: 'payments-2' }],
    ['63 characters', { name: `payments-${LONG}` }],
  ]);
});

describe('reserved names', () => {
  refused(
    [
      'default',
      'kube-system',
      'kube-',
      'openshift',
      'openshift-monitoring',
      'shift-down',
      'shift-down-exceptions',
      'istio-system',
      'monitoring',
    ]
      .filter(name => !name.endsWith('-'))
      .map(name => [
        name,
        platform({ name }),
        say('reserved', 'name', 'are reserved for the platform'),
        PLATFORM,
      ]),
  );
  taken(
    ['defaults', 'kubernetes', 'open-shift', 'shiftdown', 'monitoring-2'].map(
      name => [name, platform({ name }), PLATFORM],
    ),
  );
});

describe('prefixes', () => {
  const dotted = 'group:default/pay.ments';
  refused([
    [
      'another than the group’s',
      { name: 'orders-checkout' },
      say(
        'prefix',
        'name',
        "Names of group:default/payments begin with 'payments-'",
      ),
    ],
    [
      'one that is only the beginning of the group’s',
      { name: 'paymentsx' },
      say('prefix', 'name', "begin with 'payments-'"),
    ],
    [
      'any where the group’s name can’t be part of one',
      { ownerRef: dotted, name: 'pay-ments-x' },
      say('prefix', 'name', 'ask the platform team for a prefix'),
      { ownGroups: [dotted] },
    ],
  ]);
  taken([
    [
      'any name of a group that has its own rule',
      platform({ name: 'x' }),
      PLATFORM,
    ],
    [
      'the prefix of a group in upper case',
      { ownerRef: 'group:default/Payments' },
      { ownGroups: ['group:default/payments'] },
    ],
    [
      'any where there are no rules',
      { name: 'x' },
      { rules: { ...RULES, prefixes: [] } },
    ],
    [
      'one of several',
      { name: 'pay-x' },
      { rules: { ...RULES, prefixes: [{ prefixes: ['a-', 'pay-'] }] } },
    ],
  ]);
});

describe('owners', () => {
  refused([
    [
      'a group of others',
      { ownerRef: 'group:default/orders', name: 'orders-a' },
      say('owner', 'ownerRef', 'You are not in group:default/orders'),
    ],
    [
      'a group of others, and does not tell what it is called',
      { ownerRef: 'group:default/orders', name: 'orders-a' },
      say('owner', 'ownerRef', 'You are not in'),
      { clusterGroup: { problem: 'is called system:masters' } },
    ],
    ...[
      'user:default/ada',
      'payments',
      'group:payments',
      'group:a/b/c',
      '',
    ].map(
      (ownerRef): Case => [
        `'${ownerRef}'`,
        { ownerRef },
        say('owner', 'ownerRef', 'is no group; name one'),
        { ownGroups: [ownerRef] },
      ],
    ),
    ...['system:masters', 'System:authenticated', ' system:masters'].map(
      (name): Case => [
        `the group ${name}`,
        {},
        say('group', 'ownerRef', 'is a group of the cluster itself'),
        { clusterGroup: { name } },
      ],
    ),
    [
      'the administrators of kubeadm',
      {},
      say('group', 'ownerRef', 'is a group of the cluster itself'),
      { clusterGroup: { name: 'kubeadm:cluster-admins' } },
    ],
    ...['', '  '].map(
      (name): Case => [
        `an empty group '${name}'`,
        {},
        say('group', 'ownerRef', 'has no name at the identity provider'),
        { clusterGroup: { name } },
      ],
    ),
    [
      'a group of several lines',
      {},
      say('group', 'ownerRef', 'is no name of a group'),
      { clusterGroup: { name: 'payments\nsystem:masters' } },
    ],
    [
      'a group that has no name',
      {},
      say('group', 'ownerRef', 'Ask the platform team'),
      { clusterGroup: { problem: 'Ask the platform team for a name' } },
    ],
    [
      'the cluster’s own groups, of a manager too',
      {},
      say('group', 'ownerRef', 'is a group of the cluster itself'),
      { isManager: true, clusterGroup: { name: 'system:masters' } },
    ],
  ]);
  taken([
    [
      'a group of others from who manages namespaces',
      { ownerRef: 'group:default/orders', name: 'orders-a' },
      { isManager: true },
    ],
    [
      'a group that only mentions it',
      {},
      { clusterGroup: { name: 'ecosystem:a' } },
    ],
  ]);
});

describe('what config names', () => {
  refused([
    [
      'an unknown cluster',
      { cluster: 'moon' },
      say('cluster', 'cluster', "choose 'eu-west' or 'laboratory'"),
    ],
    [
      'an unknown environment',
      { environment: 'moon' },
      say('environment', 'environment', "choose 'development' or 'production'"),
    ],
    [
      'an environment of other clusters',
      { cluster: 'laboratory' },
      say('environment', 'environment', "choose 'development'"),
    ],
    [
      'an unknown size',
      { size: 'huge' },
      say('size', 'size', "choose 'small' or 'large'"),
    ],
    [
      'an unknown role',
      { roles: ['viewer', 'cluster-admin'] },
      say('role', 'roles[1]', "There is no role 'cluster-admin'"),
    ],
    [
      'a role twice',
      { roles: ['viewer', 'viewer'] },
      say('role', 'roles[1]', 'is there twice'),
    ],
    [
      'an unknown version',
      { baselineVersion: '9.9.9' },
      say('baseline', 'baselineVersion', "choose '1.0.0' or '1.1.0'"),
    ],
    [
      'anything where there is no version',
      {},
      say('baseline', 'baselineVersion', 'No version of the baseline'),
      { baselineVersions: [] },
    ],
    [
      'an unknown system',
      { systemRef: 'system:default/moon' },
      say('system', 'systemRef', 'The catalog has no system:default/moon'),
    ],
    [
      'a system that is none',
      { systemRef: 'component:default/shop' },
      say('system', 'systemRef', 'is no system'),
    ],
    [
      'a dependency that is no ref',
      { dependencyOf: ['component:default/web', 'web'] },
      say('system', 'dependencyOf[1]', "'web' is no ref of an entity"),
    ],
  ]);
  taken([
    [
      'an environment of the cluster',
      { cluster: 'laboratory', environment: 'development' },
    ],
    ['no roles', { roles: [] }],
    ['a version', { baselineVersion: '1.0.0' }],
    ['no system', { systemRef: undefined }],
    [
      'any system where they are not known',
      { systemRef: 'system:default/moon' },
      { knownSystems: undefined },
    ],
  ]);
});

describe('the team’s quota', () => {
  const other = (size: string) => aRequest({ name: `payments-${size}`, size });
  refused([
    [
      'more than is left',
      { size: 'large' },
      say(
        'quota',
        'size',
        "may use limits.memory of 20Gi in 'eu-west'; 8Gi is taken, and 'large' takes 16Gi",
      ),
      { others: [other('small'), other('small')] },
    ],
    [
      'anything while it is not known what is used',
      {},
      say('quota', 'size', "has the size 'former', which is not configured"),
      { others: [other('former')] },
    ],
  ]);
  taken([
    ['all that is left', { size: 'large' }, { others: [other('small')] }],
    [
      'anything where there is none',
      { size: 'large' },
      {
        others: [other('large'), other('former')],
        rules: { ...RULES, teamQuota: undefined },
      },
    ],
  ]);
});
