import type { JsonObject, KubernetesObject } from '../evaluation';
import { checkPolicyLevels, type PolicyFile } from './checkPolicyLevels';

const NAMESPACES: PolicyFile[] = [
  ['payments', 'team-payments'],
  ['refunds', 'team-payments'],
  ['orders', 'team-orders'],
].map(([name, owner]) => ({
  path: 'namespaces.yaml',
  object: {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'shift-down.io/owner': owner } },
  },
}));

const registration = 'admissionregistration.k8s.io/v1';
const own = { matchLabels: { 'kubernetes.io/metadata.name': 'payments' } };
const folder = 'teams/team-payments/replicas';

function policy(
  spec: JsonObject = {},
  name = 'team-payments.replicas',
): PolicyFile {
  return {
    path: `${folder}/policy.yaml`,
    object: {
      apiVersion: registration,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        matchConstraints: {
          namespaceSelector: own,
          resourceRules: [{ resources: ['pods'], scope: 'Namespaced' }],
        },
        ...spec,
      },
    },
  };
}

function binding(
  spec: JsonObject = {},
  name = 'team-payments.replicas',
): PolicyFile {
  return {
    path: `${folder}/binding.yaml`,
    object: {
      apiVersion: registration,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: 'team-payments.replicas',
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: own },
        ...spec,
      },
    },
  };
}

function other(object: KubernetesObject, file = 'other.yaml'): PolicyFile {
  return { path: `${folder}/${file}`, object };
}

const shared: PolicyFile = {
  path: 'organisation/image-digest/policy.yaml',
  object: policy({}, 'image-digest').object,
};

function complaints(...files: PolicyFile[]) {
  return checkPolicyLevels([...NAMESPACES, shared, ...files]).map(
    ({ field, message }) => `${field.join('.')}: ${message}`,
  );
}

const named = (values: string[], operator = 'In', key = 'metadata.name') => ({
  matchExpressions: [{ key: `kubernetes.io/${key}`, operator, values }],
});

describe('a team may add', () => {
  it.each<[string, PolicyFile[]]>([
    ['a policy with its binding', [policy(), binding()]],
    [
      'one for several namespaces of its own',
      [
        policy(),
        binding({
          matchResources: { namespaceSelector: named(['payments', 'refunds']) },
        }),
      ],
    ],
    [
      'an audit beside the denial',
      [policy(), binding({ validationActions: ['Audit', 'Deny'] })],
    ],
    [
      'an earlier denial by a policy of a level above',
      [binding({ policyName: 'image-digest' })],
    ],
    [
      'parameters in a namespace of its own',
      [
        policy({ paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }),
        binding({ paramRef: { name: 'a', namespace: 'refunds' } }),
        other({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'a', namespace: 'refunds' },
        }),
      ],
    ],
    [
      'a list of its files',
      [
        other({
          apiVersion: 'kustomize.config.k8s.io/v1beta1',
          kind: 'Kustomization',
          resources: ['replicas/policy.yaml'],
        }),
      ],
    ],
    [
      'test manifests of any kind',
      [
        {
          path: `${folder}/fail/role.yaml`,
          object: { apiVersion: 'v1', kind: 'Secret' },
        },
      ],
    ],
  ])('%s', (_, files) => {
    expect(complaints(...files)).toEqual([]);
  });
});

describe('a team may not', () => {
  const selector = (namespaceSelector: JsonObject) => [
    policy(),
    binding({ matchResources: { namespaceSelector } }),
  ];
  const selectorField = 'spec.matchResources.namespaceSelector';

  it.each<[string, PolicyFile[], string]>([
    ['bind everywhere', selector({}), selectorField],
    [
      'bind in a namespace of others',
      selector(named(['orders'])),
      selectorField,
    ],
    [
      'bind in one of others too',
      selector(named(['payments', 'orders'])),
      selectorField,
    ],
    [
      'bind everywhere but in some',
      selector(named(['orders'], 'NotIn')),
      selectorField,
    ],
    ['bind by nothing', selector(named([])), selectorField],
    [
      'bind by a label that others can set',
      selector(named(['payments'], 'In', 'name')),
      selectorField,
    ],
    [
      'leave the selector out',
      [policy(), binding({ matchResources: {} })],
      selectorField,
    ],
    [
      'leave it to the binding',
      [policy({ matchConstraints: { resourceRules: [] } }), binding()],
      'spec.matchConstraints.namespaceSelector',
    ],
    [
      'match what lies in no namespace',
      [
        policy({
          matchConstraints: {
            namespaceSelector: own,
            resourceRules: [{ resources: ['clusterroles'], scope: '*' }],
          },
        }),
        binding(),
      ],
      'spec.matchConstraints.resourceRules.0.scope',
    ],
    [
      'bring parameters of kinds that need not exist',
      [policy({ paramKind: { apiVersion: 'x/v1', kind: 'Y' } }), binding()],
      'spec.paramKind',
    ],
    [
      'only warn',
      [policy(), binding({ validationActions: ['Warn'] })],
      'spec.validationActions',
    ],
    [
      'take the name of a shared policy',
      [policy({}, 'image-digest')],
      'metadata.name',
    ],
    [
      'take a name of another team',
      [policy({}, 'team-orders.replicas')],
      'metadata.name',
    ],
    [
      'take a name that only begins alike',
      [policy({}, 'team-payments-replicas')],
      'metadata.name',
    ],
    [
      "bind another team's policy",
      [binding({ policyName: 'team-orders.x' })],
      'spec.policyName',
    ],
    [
      'read parameters of others',
      [policy(), binding({ paramRef: { name: 'a', namespace: 'guardrails' } })],
      'spec.paramRef.namespace',
    ],
    [
      'change parameters of others',
      [
        other({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'approved-registries', namespace: 'guardrails' },
        }),
      ],
      'metadata.namespace',
    ],
    [
      'add other kinds',
      [other({ apiVersion: registration, kind: 'MutatingAdmissionPolicy' })],
      'kind',
    ],
    [
      'own a namespace because it says so itself',
      [
        other({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: 'x',
            labels: { 'shift-down.io/owner': 'team-payments' },
          },
        }),
      ],
      'kind',
    ],
    [
      'patch what others wrote',
      [
        other({
          apiVersion: 'kustomize.config.k8s.io/v1beta1',
          kind: 'Kustomization',
          patches: [],
        }),
      ],
      'patches',
    ],
    ...[
      '../../organisation/x.yaml',
      'https://example.com/x.yaml',
      'fail/x.yaml',
      'x.txt',
    ].map(
      resource =>
        [
          `take in ${resource}`,
          [
            other({
              apiVersion: 'kustomize.config.k8s.io/v1beta1',
              kind: 'Kustomization',
              resources: [resource],
            }),
          ],
          'resources.0',
        ] as [string, PolicyFile[], string],
    ),
  ])('%s', (_, files, field) => {
    expect(complaints(...files).map(it => it.split(': ')[0])).toContain(field);
  });

  it('add anything while nobody gave it a namespace', () => {
    const file = {
      ...policy({}, 'team-x.a'),
      path: 'teams/team-x/policy.yaml',
    };
    expect(complaints(file)).toEqual([
      'spec.matchConstraints.namespaceSelector: must select namespaces of team-x by kubernetes.io/metadata.name and no others: it has none',
    ]);
  });

  it('replace an object that is there already', () => {
    expect(
      complaints(policy(), {
        ...policy(),
        path: 'teams/team-payments/again.yaml',
      }),
    ).toEqual([
      `metadata.name: would replace the one in ${folder}/policy.yaml`,
    ]);
  });

  it('hide in a deeper folder, or break the check by odd shapes', () => {
    const odd: KubernetesObject = {
      apiVersion: registration,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: null,
      spec: [],
    };
    const path = 'teams/team-payments/a/b/c/odd.yaml';
    expect(complaints({ path, object: odd }).length).toBeGreaterThan(2);
  });
});
