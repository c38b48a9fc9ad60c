import {
  aRequest,
  exampleBaseline,
  renderInput,
} from '../__testUtils__/namespaces';
import type { Baseline, BaselineObject } from '../types';
import { renderBaseline } from './renderBaseline';

const BASELINE = exampleBaseline('1.1.0');

function render(
  changes: Parameters<typeof aRequest>[0] = {},
  input: Parameters<typeof renderInput>[1] = {},
) {
  return renderBaseline(BASELINE, renderInput(aRequest(changes), input));
}

/** What becomes of the second object of a baseline. */
function renderOne(
  template: BaselineObject['template'],
  changes: Partial<BaselineObject> = {},
) {
  const [namespace] = BASELINE.objects;
  const baseline: Baseline = {
    ...BASELINE,
    objects: [
      namespace,
      {
        id: 'one',
        title: 'One',
        controls: [],
        madeByCluster: false,
        template,
        ...changes,
      },
    ],
  };
  return renderBaseline(baseline, renderInput()).slice(1);
}

it('makes each object of the baseline, and one for each destination and role', () => {
  expect(
    render().map(
      ({ id, manifest }) => `${id}: ${manifest.kind} ${manifest.metadata.name}`,
    ),
  ).toEqual([
    'namespace: Namespace payments-checkout',
    'default-deny: NetworkPolicy baseline-default-deny',
    'allow-dns: NetworkPolicy baseline-allow-dns',
    'egress.database: NetworkPolicy baseline-egress-database',
    'egress.ledger: NetworkPolicy baseline-egress-ledger',
    'quota: ResourceQuota baseline-quota',
    'service-quota: ResourceQuota baseline-services',
    'storage-quota: ResourceQuota baseline-storage',
    'limit-range: LimitRange baseline-limits',
    'default-account: ServiceAccount default',
    'workload-account: ServiceAccount workload',
    'role.viewer: RoleBinding baseline-viewer',
    'role.developer: RoleBinding baseline-developer',
  ]);
});

it('labels the Namespace', () => {
  const [{ manifest }] = render(
    { limits: 'strict' },
    { podSecurity: 'baseline' },
  );
  const pss = 'pod-security.kubernetes.io/';
  expect(manifest).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'payments-checkout',
      labels: {
        'shift-down.io/owner': 'payments',
        'shift-down.io/owner-namespace': 'default',
        'shift-down.io/environment': 'production',
        'shift-down.io/limits': 'strict',
        'shift-down.io/baseline': '1.1.0',
        'shift-down.io/baseline-state': 'pending',
        [`${pss}enforce`]: 'baseline',
        [`${pss}enforce-version`]: 'v1.36',
        [`${pss}audit`]: 'restricted',
        [`${pss}audit-version`]: 'v1.36',
        [`${pss}warn`]: 'restricted',
        [`${pss}warn-version`]: 'v1.36',
      },
      annotations: { 'shift-down.io/provisioning': 'b7c1a0' },
    },
  });
});

it('puts all else into the namespace', () => {
  expect(
    new Set(
      render()
        .slice(1)
        .map(({ manifest }) => manifest.metadata.namespace),
    ),
  ).toEqual(new Set(['payments-checkout']));
});

it('lets names be resolved where the config of the cluster says', () => {
  const ports = ['UDP', 'TCP'].map(protocol => ({ protocol, port: 53 }));
  expect(manifestOf('allow-dns').spec).toMatchObject({
    egress: [
      {
        to: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
            },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports,
      },
      { to: [{ ipBlock: { cidr: '169.254.20.10/32' } }], ports },
    ],
  });
});

it('opens each destination by itself', () => {
  expect(manifestOf('egress.database').spec).toMatchObject({
    egress: [
      {
        to: [{ ipBlock: { cidr: '10.20.30.0/24' } }],
        ports: [{ protocol: 'TCP', port: 5432 }],
      },
    ],
  });
  expect(manifestOf('egress.ledger').spec).toMatchObject({
    egress: [
      {
        to: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'ledger-api' },
            },
          },
        ],
        ports: [{ protocol: 'TCP', port: 8443 }],
      },
    ],
  });
});

it('binds roles to the group of the identity provider', () => {
  expect(manifestOf('role.developer')).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'shift-down-namespace-developer' },
    subjects: [{ kind: 'Group', name: 'idp:payments' }],
  });
});

it('fills in limits under one preset only, and a maximum where the size has one', () => {
  const limitsOf = (changes: Parameters<typeof aRequest>[0]) =>
    render(changes).find(({ id }) => id === 'limit-range')?.manifest.spec;
  expect(limitsOf({ size: 'small' })).toEqual({
    limits: [
      {
        type: 'Container',
        default: { cpu: '500m', memory: '256Mi' },
        defaultRequest: { cpu: '100m', memory: '128Mi' },
      },
    ],
  });
  expect(limitsOf({ size: 'large' })).toMatchObject({
    limits: [{ max: { cpu: '4', memory: '8Gi' } }],
  });
  expect(limitsOf({ limits: 'strict' })).toBeUndefined();
});

it('takes no value for a placeholder, and leaves keys and other types alone', () => {
  const [namespace] = BASELINE.objects;
  const objects = renderBaseline(
    {
      ...BASELINE,
      objects: [
        namespace,
        {
          id: 'one',
          title: 'One',
          controls: [],
          madeByCluster: false,
          template: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'one' },
            data: {
              environment: 'is ${environment}; $${environment}',
              empty: '',
            },
            immutable: true,
            list: [1, null, '${size.max}'],
          },
        },
      ],
    },
    renderInput(aRequest({ environment: '${provisioning.id}' })),
  );
  expect(objects[1].manifest).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'one', namespace: 'payments-checkout' },
    data: {
      environment: 'is ${provisioning.id}; ${environment}',
      empty: '',
    },
    immutable: true,
    list: [1, null],
  });
});

it('makes nothing for each of none', () => {
  expect(
    render({ egress: [], roles: [] }).filter(({ id }) => id.includes('.')),
  ).toEqual([]);
});

it('says what the cluster makes by itself', () => {
  expect(
    renderOne(
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'x' } },
      { madeByCluster: true },
    ),
  ).toMatchObject([{ madeByCluster: true }]);
  expect(
    render()
      .filter(({ madeByCluster }) => madeByCluster)
      .map(({ id }) => id),
  ).toEqual(['default-account']);
});

it('refuses an owner that is no group', () => {
  expect(() => render({ ownerRef: 'user:default/ada' })).toThrow(
    "'user:default/ada' is no ref of a Group",
  );
});

function manifestOf(id: string) {
  return render().find(object => object.id === id)!.manifest;
}
