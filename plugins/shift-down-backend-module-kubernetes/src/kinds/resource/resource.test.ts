/** Objects that are kept by an allow-list: what is kept, and what makes one unreadable. */
import { WITHHELD } from '@shift-down/plugin-shift-down-policy';
import { createContext } from '../../__testUtils__/normaliseContext';
import { findReader } from '../index';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';

function read(apiVersion: string, kind: string, rest: object, metadata = {}) {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const { evidence } = findReader(group, kind)!
    .read({
      apiVersion,
      kind,
      metadata: {
        name: 'it',
        namespace: 'shop',
        uid: 'uid-it',
        labels: { team: 'a' },
        annotations: { note: 'canary' },
        ...metadata,
      },
      ...rest,
    })
    .normalise(createContext());
  expect(evidence).toHaveLength(1);
  if (evidence[0].type !== 'resource') {
    throw new Error(`not a resource: ${evidence[0].type}`);
  }
  return evidence[0];
}

const selector = {
  matchLabels: { app: 'web' },
  matchExpressions: [
    { key: 'tier', operator: 'In', values: ['a', 'b'] },
    { key: 'x', operator: 'Exists' },
  ],
};

/** Kept whole. */
const KEPT: [string, string, string, object][] = [
  [
    'a NetworkPolicy',
    'networking.k8s.io/v1',
    'NetworkPolicy',
    {
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              { podSelector: selector, namespaceSelector: {} },
              { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } },
            ],
            ports: [{ protocol: 'TCP', port: 'http' }],
          },
          {},
        ],
        egress: [{ to: [], ports: [{ port: 8000, endPort: 9000 }] }],
      },
    },
  ],
  [
    'a ResourceQuota',
    'v1',
    'ResourceQuota',
    {
      spec: {
        hard: { 'limits.memory': '32Gi', pods: '40' },
        scopes: ['NotTerminating'],
        scopeSelector: {
          matchExpressions: [
            { scopeName: 'PriorityClass', operator: 'In', values: ['high'] },
          ],
        },
      },
      status: { hard: { pods: '40' }, used: { pods: '3' } },
    },
  ],
  [
    'a LimitRange',
    'v1',
    'LimitRange',
    {
      spec: {
        limits: [
          {
            type: 'Container',
            min: { cpu: '10m' },
            max: { cpu: '2' },
            default: { cpu: '1' },
            defaultRequest: { cpu: '100m' },
            maxLimitRequestRatio: { cpu: '4' },
          },
        ],
      },
    },
  ],
  [
    'a ServiceAccount',
    'v1',
    'ServiceAccount',
    { automountServiceAccountToken: false },
  ],
  [
    'a Role',
    `${RBAC}/v1`,
    'Role',
    {
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: ['web-tls'],
          verbs: ['get'],
        },
      ],
    },
  ],
  [
    'a RoleBinding',
    `${RBAC}/v1`,
    'RoleBinding',
    {
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'admin' },
      subjects: [
        { kind: 'Group', apiGroup: RBAC, name: 'team-a' },
        { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
      ],
    },
  ],
];

const KEPT_OF_THE_CLUSTER: typeof KEPT = [
  [
    'a ClusterRole',
    `${RBAC}/v1`,
    'ClusterRole',
    {
      rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
      aggregationRule: { clusterRoleSelectors: [selector] },
    },
  ],
  [
    'a ClusterRoleBinding',
    `${RBAC}/v1`,
    'ClusterRoleBinding',
    { roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' } },
  ],
  [
    'a ValidatingAdmissionPolicyBinding',
    `${ADMISSION}/v1`,
    'ValidatingAdmissionPolicyBinding',
    {
      spec: {
        policyName: 'p',
        paramRef: {
          name: 'x',
          namespace: 'y',
          selector,
          parameterNotFoundAction: 'Deny',
        },
        matchResources: { namespaceSelector: selector, matchPolicy: 'Exact' },
        validationActions: ['Deny', 'Audit'],
      },
    },
  ],
];

describe('what is kept of', () => {
  it.each(KEPT)('%s', (_, apiVersion, kind, rest) => {
    expect(read(apiVersion, kind, rest)).toEqual({
      type: 'resource',
      object: { namespace: 'shop', kind, name: 'it' },
      apiVersion,
      uid: 'uid-it',
      labels: { team: 'a' },
      fields: {
        apiVersion,
        kind,
        metadata: { name: 'it', namespace: 'shop' },
        ...rest,
      },
    });
  });

  it.each(KEPT_OF_THE_CLUSTER)(
    '%s, which lies in no namespace',
    (_, apiVersion, kind, rest) => {
      const resource = read(apiVersion, kind, rest);
      expect(resource.object).toEqual({ namespace: '', kind, name: 'it' });
      expect(resource.fields).toEqual({
        apiVersion,
        kind,
        metadata: { name: 'it' },
        ...rest,
      });
    },
  );

  it.each(['v1', 'v1beta1'])(
    'a ValidatingAdmissionPolicy of %s, with its texts cleaned',
    version => {
      const rules = [
        {
          apiGroups: ['apps'],
          apiVersions: ['v1'],
          operations: ['CREATE'],
          resources: ['deployments'],
          resourceNames: ['web'],
          scope: 'Namespaced',
        },
      ];
      const spec = {
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: {
          resourceRules: rules,
          excludeResourceRules: rules,
          namespaceSelector: selector,
          objectSelector: {},
        },
        failurePolicy: 'Fail',
      };
      const { fields } = read(
        `${ADMISSION}/${version}`,
        'ValidatingAdmissionPolicy',
        {
          spec: {
            ...spec,
            matchConditions: [{ name: 'm', expression: 'e1' }],
            variables: [{ name: 'v', expression: 'e2' }],
            validations: [
              { expression: 'e3', message: 'why', reason: 'Forbidden' },
              { expression: 'e4', messageExpression: 'e5' },
            ],
            auditAnnotations: [{ key: 'k', valueExpression: 'e6' }],
          },
          status: { typeChecking: { expressionWarnings: ['canary'] } },
        },
      );
      expect(fields.spec).toEqual({
        ...spec,
        matchConditions: [{ name: 'm', expression: 'clean(e1)' }],
        variables: [{ name: 'v', expression: 'clean(e2)' }],
        validations: [
          {
            expression: 'clean(e3)',
            message: 'clean(why)',
            reason: 'Forbidden',
          },
          { expression: 'clean(e4)', messageExpression: 'clean(e5)' },
        ],
        auditAnnotations: [{ key: 'k', valueExpression: 'clean(e6)' }],
      });
      expect(fields).not.toHaveProperty('status');
    },
  );

  it.each<[string, string, object]>([
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      {
        spec: { podSelector: {}, note: 'canary', ingress: [{ by: 'canary' }] },
        status: { conditions: ['canary'] },
      },
    ],
    ['v1', 'ResourceQuota', { spec: { hard: {}, note: 'canary' } }],
    ['v1', 'LimitRange', { spec: { limits: [{ type: 'Pod', x: 'canary' }] } }],
    [
      'v1',
      'ServiceAccount',
      {
        secrets: [{ name: 'canary' }],
        imagePullSecrets: [{ name: 'canary' }],
      },
    ],
    [`${RBAC}/v1`, 'Role', { rules: [{ verbs: ['get'], note: 'canary' }] }],
    [
      `${RBAC}/v1`,
      'RoleBinding',
      { roleRef: { kind: 'Role', name: 'r', note: 'canary' } },
    ],
    [
      `${ADMISSION}/v1`,
      'ValidatingAdmissionPolicy',
      { spec: { failurePolicy: 'Fail', note: 'canary' } },
    ],
    [
      `${ADMISSION}/v1`,
      'ValidatingAdmissionPolicyBinding',
      { spec: { policyName: 'p', note: 'canary' } },
    ],
  ])('%s %s, without what is not listed', (apiVersion, kind, rest) => {
    expect(JSON.stringify(read(apiVersion, kind, rest))).not.toContain(
      'canary',
    );
  });

  it.each<[string, string, string, object, object]>([
    [
      'a NetworkPolicy without a selector, which selects every Pod',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { podSelector: null, ingress: null } },
      { spec: { podSelector: {} } },
    ],
    [
      'an empty selector of namespaces, which is not the same as none',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      {
        spec: {
          ingress: [{ from: [{ namespaceSelector: {}, podSelector: null }] }],
        },
      },
      {
        spec: {
          podSelector: {},
          ingress: [{ from: [{ namespaceSelector: {} }] }],
        },
      },
    ],
    [
      'amounts that YAML takes for numbers',
      'v1',
      'ResourceQuota',
      { spec: { hard: { pods: 40, 'limits.cpu': 1.5 } } },
      { spec: { hard: { pods: '40', 'limits.cpu': '1.5' } } },
    ],
    [
      'a quota whose status is wrong, without that',
      'v1',
      'ResourceQuota',
      { spec: { hard: { pods: '1' } }, status: { used: 'many' } },
      { spec: { hard: { pods: '1' } } },
    ],
    ['a Role without rules', `${RBAC}/v1`, 'Role', { rules: null }, {}],
    [
      'a binding without subjects',
      `${RBAC}/v1`,
      'RoleBinding',
      { roleRef: { kind: 'Role', name: 'r' }, subjects: null },
      { roleRef: { kind: 'Role', name: 'r' } },
    ],
  ])('%s', (_, apiVersion, kind, rest, kept) => {
    const {
      apiVersion: a,
      kind: k,
      metadata,
      ...fields
    } = read(apiVersion, kind, rest).fields;
    expect([a, k, metadata]).toEqual([
      apiVersion,
      kind,
      { name: 'it', namespace: 'shop' },
    ]);
    expect(fields).toStrictEqual(kept);
  });
});

describe('identities that clouds give a ServiceAccount', () => {
  const annotations = {
    'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/team/web',
    'iam.gke.io/gcp-service-account': 'web@shop-1.iam.gserviceaccount.com',
    'azure.workload.identity/client-id': '0b1c9a54-7a3e-4f0d-9c1e-6a4b1d2f3e4a',
  };
  const kept = (values: Record<string, unknown>) =>
    read('v1', 'ServiceAccount', {}, { annotations: values }).fields.metadata;

  it('are kept, and no other annotation is', () => {
    expect(kept({ ...annotations, note: 'canary' })).toEqual({
      name: 'it',
      namespace: 'shop',
      annotations,
    });
  });

  it.each(Object.keys(annotations))('%s is left out in another form', name => {
    for (const value of ['canary', `${'a'.repeat(9_999)}`, 7, null]) {
      expect(kept({ [name]: value })).toEqual({
        name: 'it',
        namespace: 'shop',
      });
    }
  });
});

describe('a Service', () => {
  const spec = {
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    externalIPs: ['203.0.113.1'],
    loadBalancerSourceRanges: ['10.0.0.0/8'],
    externalTrafficPolicy: 'Local',
    selector: { app: 'web' },
    ports: [
      {
        name: 'http',
        port: 80,
        targetPort: 'http',
        nodePort: 30080,
        protocol: 'TCP',
      },
    ],
  };

  it('is kept with what says how it is reached, and marked where more is left out', () => {
    const { fields } = read(
      'v1',
      'Service',
      {
        spec: {
          ...spec,
          sessionAffinityConfig: { clientIP: { timeoutSeconds: 1 } },
          note: 'canary',
        },
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.2' }] } },
      },
      { annotations: { 'prometheus.io/scrape': 'true', note: 'canary' } },
    );
    expect(fields).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'it',
        namespace: 'shop',
        annotations: { 'prometheus.io/scrape': 'true', [WITHHELD]: WITHHELD },
      },
      spec: { ...spec, sessionAffinityConfig: WITHHELD },
    });
  });

  it.each<[string, object]>([
    ['a type', { type: 7 }],
    ['an external address', { externalIPs: '203.0.113.1' }],
    ['a port', { ports: [{ port: 80, nodePort: 'x' }] }],
  ])('with %s of the wrong form is refused', (_, wrong) => {
    expect(() => read('v1', 'Service', { spec: wrong })).toThrow();
  });
});

describe('what can not be read is refused and not passed over in', () => {
  it.each<[string, string, string, object]>([
    ['a NetworkPolicy', 'networking.k8s.io/v1', 'NetworkPolicy', {}],
    [
      'a rule for traffic',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { podSelector: {}, ingress: [{ from: 'anywhere' }] } },
    ],
    [
      'a selector',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { podSelector: { matchLabels: { app: 7 } } } },
    ],
    ['a quota', 'v1', 'ResourceQuota', { spec: { hard: ['pods'] } }],
    ['a limit', 'v1', 'LimitRange', { spec: { limits: [{ max: {} }] } }],
    [
      'an account',
      'v1',
      'ServiceAccount',
      { automountServiceAccountToken: 'false' },
    ],
    ['a rule', `${RBAC}/v1`, 'Role', { rules: [{ verbs: 'get' }] }],
    ['a rule', `${RBAC}/v1`, 'ClusterRole', { rules: [null] }],
    ['a role', `${RBAC}/v1`, 'RoleBinding', { subjects: [] }],
    [
      'a subject',
      `${RBAC}/v1`,
      'ClusterRoleBinding',
      {
        roleRef: { kind: 'ClusterRole', name: 'r' },
        subjects: [{ kind: 'Group' }],
      },
    ],
    [
      'an expression',
      `${ADMISSION}/v1`,
      'ValidatingAdmissionPolicy',
      { spec: { validations: [{ expression: true }] } },
    ],
    [
      'the name of a policy',
      `${ADMISSION}/v1`,
      'ValidatingAdmissionPolicyBinding',
      { spec: { validationActions: ['Deny'] } },
    ],
  ])('%s (%s, %s)', (_, apiVersion, kind, rest) => {
    expect(() => read(apiVersion, kind, rest)).toThrow();
  });
});

it('kinds of the same name in other groups are not read', () => {
  expect(findReader('cilium.io', 'NetworkPolicy')).toBeUndefined();
  expect(findReader('authorization.openshift.io', 'Role')).toBeUndefined();
  expect(findReader('', 'RoleBinding')).toBeUndefined();
});
