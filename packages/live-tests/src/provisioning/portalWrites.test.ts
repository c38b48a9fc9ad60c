/**
 * What the portal's own accounts may write, on a real API server: were their credentials
 * stolen, and had they all rights that RBAC knows.
 */
import {
  applyObjects,
  installCustomResources,
  startControlPlane,
  type ControlPlane,
} from 'control-plane';
import { eventually } from '../eventually';
import { renderExample } from './exampleBaseline';
import { applyAll, complete } from './makeNamespace';
import { applyLevels, everything, label, RBAC, send } from './policyBundle';
import { startProvisioner, type RunningProvisioner } from './startProvisioner';

jest.setTimeout(120_000);

const NAME = 'orders-dev';

let server: ControlPlane;
let running: RunningProvisioner;
let enforcer: string;

const binding = (subject: object, role = 'shift-down-namespace-viewer') => ({
  metadata: { name: 'bound' },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: RBAC, kind: 'Group', ...subject }],
});

const asProvisioner = (method: 'POST' | 'PATCH', path: string, json: object) =>
  send(server, running.tokens.provisioner, method, path, json);
const quota = { metadata: { name: 'q' }, spec: { hard: { pods: '1' } } };
const rbac = `/apis/${RBAC}/v1`;
const bindings = `${rbac}/namespaces/${NAME}/rolebindings?dryRun=All`;
const namespace = (labels: object) => ({
  metadata: {
    name: 'orders-new',
    labels: {
      'shift-down.io/baseline': '1.0.0',
      'shift-down.io/baseline-state': 'pending',
      'shift-down.io/owner': 'team-orders',
      'pod-security.kubernetes.io/enforce': 'restricted',
      ...labels,
    },
  },
});

beforeAll(async () => {
  server = await startControlPlane();
  await installCustomResources(server, ['policyexceptions.kyverno.io']);
  await applyObjects(server, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'legacy' } },
  ]);
  running = await startProvisioner(server);
  enforcer = await server.createToken(
    'shift-down-enforcer',
    'shift-down-exceptions',
  );
  await applyLevels(server, 'namespaces');
  const planned = await renderExample(NAME);
  await applyAll(running.provisioner, planned);
  await complete(running.provisioner, planned);
  const account = (name: string, of: string) => ({
    kind: 'ServiceAccount',
    name,
    namespace: of,
  });
  await applyObjects(server, [
    everything('stolen-1', account('shift-down-provisioner', 'shift-down')),
    everything(
      'stolen-2',
      account('shift-down-enforcer', 'shift-down-exceptions'),
    ),
  ]);
  await eventually(30, async () => {
    const { status } = await server.request('/api/v1/secrets', {
      token: enforcer,
    });
    return status === 200 ? undefined : `it is answered with ${status}`;
  });
});

afterAll(async () => {
  await running?.stop();
  await server?.stop();
});

it.each<[string, string, object, string]>([
  [
    'a quota where no baseline is',
    '/api/v1/namespaces/legacy/resourcequotas',
    quota,
    'Namespace legacy has no baseline',
  ],
  [
    'a quota in a namespace of the cluster',
    '/api/v1/namespaces/kube-system/resourcequotas',
    quota,
    "is the platform's own",
  ],
  [
    'an account in its own namespace',
    '/api/v1/namespaces/shift-down/serviceaccounts',
    { metadata: { name: 'another' } },
    "is the platform's own",
  ],
  [
    'a binding of another role',
    bindings,
    binding({ name: 'team' }, 'cluster-admin'),
    'not cluster-admin',
  ],
  [
    'a binding of a role of the namespace',
    bindings,
    {
      ...binding({ name: 'team' }),
      roleRef: {
        apiGroup: RBAC,
        kind: 'Role',
        name: 'shift-down-namespace-viewer',
      },
    },
    'The portal binds',
  ],
  [
    'a binding to a group of Kubernetes',
    bindings,
    binding({ name: 'system:masters' }),
    'groups of the identity provider only',
  ],
  [
    'a binding to a user',
    bindings,
    binding({ kind: 'User', name: 'ada' }),
    'groups of the identity provider only',
  ],
  [
    'a binding to nobody',
    bindings,
    { ...binding({}), subjects: [] },
    'groups of the identity provider only',
  ],
  [
    'a role',
    `${rbac}/namespaces/${NAME}/roles`,
    { metadata: { name: 'r' } },
    'The portal writes no roles',
  ],
  [
    'a binding of the cluster',
    `${rbac}/clusterrolebindings`,
    binding({ name: 'team' }),
    'The portal writes no clusterrolebindings',
  ],
  [
    'an exception',
    '/apis/kyverno.io/v2/namespaces/shift-down-exceptions/policyexceptions',
    {
      apiVersion: 'kyverno.io/v2',
      kind: 'PolicyException',
      metadata: { name: 'e' },
      spec: { exceptions: [] },
    },
    'The portal writes no policyexceptions',
  ],
  [
    'a namespace without an owner',
    '/api/v1/namespaces',
    namespace({ 'shift-down.io/owner': '' }),
    'The portal makes namespaces with a baseline',
  ],
  [
    'a namespace that is said to be complete',
    '/api/v1/namespaces',
    namespace({ 'shift-down.io/baseline-state': 'complete' }),
    'denied request',
  ],
  [
    'a namespace that enforces less',
    '/api/v1/namespaces',
    namespace({ 'pod-security.kubernetes.io/enforce': 'baseline' }),
    'restricted',
  ],
])('keeps the provisioner from %s', async (...[, path, object, message]) => {
  expect(await asProvisioner('POST', path, object)).toContain(message);
});

it.each<[string, string, object, string]>([
  [
    'labels of the cluster',
    'kube-system',
    label({ 'shift-down.io/baseline': '1.0.0' }),
    "is the platform's own",
  ],
  ['labels of others', NAME, label({ theirs: 'no' }), 'but its own labels'],
  [
    'annotations of others',
    NAME,
    label({}, { annotations: { 'scheduler.alpha.io/x': 'y' } }),
    'but its own labels',
  ],
  [
    'the baseline, to none',
    NAME,
    label({ 'shift-down.io/baseline': null }),
    'takes no baseline away',
  ],
  [
    'Pod Security, to privileged',
    NAME,
    label({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
    'lowers the Pod Security level no further',
  ],
])(
  'keeps the provisioner from changing %s',
  async (...[, of, json, message]) => {
    expect(
      await asProvisioner('PATCH', `/api/v1/namespaces/${of}`, json),
    ).toContain(message);
  },
);

it('lets it lower Pod Security where an exception allows it, and raise it again', async () => {
  for (const level of ['baseline', 'restricted']) {
    expect(
      await asProvisioner(
        'PATCH',
        `/api/v1/namespaces/${NAME}`,
        label({ 'pod-security.kubernetes.io/enforce': level }),
      ),
    ).toBe('admitted');
  }
});

it('keeps the enforcer to exceptions, in their own namespace', async () => {
  const write = (path: string, json: object) =>
    send(server, enforcer, 'POST', `${path}?dryRun=All`, json);
  const exceptions = (of: string) =>
    `/apis/kyverno.io/v2/namespaces/${of}/policyexceptions`;
  const exception = {
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { name: 'e' },
    spec: { exceptions: [] },
  };
  expect(
    await write(exceptions('shift-down-exceptions'), exception),
  ).not.toContain('The portal');
  expect(await write(exceptions(NAME), exception)).toContain(
    'The portal writes exceptions to shift-down-exceptions only',
  );
  expect(
    await write(`/api/v1/namespaces/${NAME}/resourcequotas`, quota),
  ).toContain('The portal writes no resourcequotas');
  expect(
    await write('/apis/guardrails.shift-down.io/v1/guardrailexceptions', {
      apiVersion: 'guardrails.shift-down.io/v1',
      kind: 'GuardrailExceptions',
      metadata: { name: 'no-latest-tag' },
    }),
  ).toBe('admitted');
});

it('says nothing to others', async () => {
  expect(
    await send(
      server,
      server.adminToken,
      'POST',
      '/api/v1/namespaces/legacy/resourcequotas',
      quota,
    ),
  ).toBe('admitted');
});
