/** Versions of a small baseline, as they come from Git. */
import type {
  Baseline,
  BaselineObject,
  NamespaceRequest,
} from '@shift-down/plugin-shift-down-policy';

/** @internal */
export function wish(change: Partial<NamespaceRequest> = {}): NamespaceRequest {
  return {
    cluster: 'prod',
    name: 'payments-api',
    ownerRef: 'group:default/payments',
    dependencyOf: [],
    environment: 'production',
    podSecurity: 'restricted',
    size: 'small',
    limits: 'default',
    egress: [],
    roles: ['developer'],
    ...change,
  };
}

const NAMESPACE = object('namespace', {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: path('namespace.name'),
    labels: {
      'shift-down.io/owner': path('owner.name'),
      'shift-down.io/baseline': path('baseline.version'),
      'shift-down.io/baseline-state': 'pending',
      'pod-security.kubernetes.io/enforce': path('podSecurity.level'),
    },
    annotations: { 'shift-down.io/provisioning': path('provisioning.id') },
  },
});
const ROLE = object(
  'role',
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: `baseline-${path('role.name')}` },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: path('role.clusterRole'),
    },
    subjects: [
      {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'Group',
        name: path('role.group'),
      },
    ],
  },
  { forEach: 'roles' },
);
const DEFAULT_DENY = object('default-deny', {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'baseline-default-deny' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
});
const EGRESS = object(
  'egress',
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `baseline-egress-${path('egress.name')}` },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [path('egress.rule')],
    },
  },
  { forEach: 'egress' },
);
const QUOTA = object('quota', {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'baseline-quota' },
  spec: { hard: path('size.quota') },
});
const DEFAULT_ACCOUNT = object(
  'default-account',
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
    automountServiceAccountToken: false,
  },
  { madeByCluster: true },
);
const LIMITS = object('limit-range', {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'baseline-limits' },
  spec: {
    limits: [{ type: 'Container', default: path('size.default') }],
  },
});

/** RoleBindings are not the last of it, on purpose. @internal */
export const FIRST = version('1.0.0', [
  NAMESPACE,
  ROLE,
  DEFAULT_DENY,
  EGRESS,
  QUOTA,
  DEFAULT_ACCOUNT,
]);

/** Has limits, and no quota any more. @internal */
export const SECOND = version('1.1.0', [
  NAMESPACE,
  ROLE,
  DEFAULT_DENY,
  EGRESS,
  LIMITS,
  DEFAULT_ACCOUNT,
]);

function version(number: string, objects: BaselineObject[]): Baseline {
  return {
    version: number,
    notes: '',
    podSecurityVersion: 'v1.36',
    objects,
    location: `baselines/${number}`,
  };
}

function object(
  id: string,
  template: BaselineObject['template'],
  more: Partial<BaselineObject> = {},
): BaselineObject {
  return {
    id,
    title: id,
    controls: [],
    madeByCluster: false,
    template,
    ...more,
  };
}

function path(of: string): string {
  return `\${${of}}`;
}
