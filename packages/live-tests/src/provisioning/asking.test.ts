/** What the prober asks a real API server, with no more rights than the example gives it. */
import type {
  ClusterManifest,
  ClusterProvisioner,
} from '@shift-down/plugin-shift-down-node';
import { startControlPlane, type ControlPlane } from 'control-plane';
import { eventually } from '../eventually';
import { asking } from '../exceptions/startWriter';
import { renderExample } from './exampleBaseline';
import { applyAll, complete } from './makeNamespace';
import { startProvisioner, type RunningProvisioner } from './startProvisioner';

jest.setTimeout(120_000);

const NAMESPACE = 'orders-asked';

let server: ControlPlane;
let running: RunningProvisioner;
let provisioner: ClusterProvisioner;

beforeAll(async () => {
  server = await startControlPlane();
  running = await startProvisioner(server);
  provisioner = running.provisioner;
  const planned = await renderExample(NAMESPACE);
  await applyAll(provisioner, planned);
  await complete(provisioner, planned);
});

afterAll(async () => {
  await running?.stop();
  await server?.stop();
});

const pod = (spec: object): ClusterManifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'proof', namespace: NAMESPACE },
  spec: {
    serviceAccountName: 'workload',
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'proof',
        image: 'a',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
        },
      },
    ],
    ...spec,
  },
});

const service = (type: string): ClusterManifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'proof', namespace: NAMESPACE },
  spec: { type, ports: [{ port: 80 }] },
});

it('says what admission fills in, and who refuses, and keeps nothing', async () => {
  const ask = (manifest: ClusterManifest) =>
    provisioner.dryRun(manifest, asking());
  await eventually(30, async () => {
    const answer = await ask(pod({}));
    return answer.outcome === 'admitted' ? undefined : answer.message;
  });
  expect(await ask(pod({}))).toMatchObject({
    outcome: 'admitted',
    manifest: {
      spec: {
        containers: [
          {
            resources: {
              limits: { cpu: '500m', memory: '256Mi' },
              requests: { cpu: '50m', memory: '128Mi' },
            },
          },
        ],
      },
    },
  });
  expect(await ask(pod({ hostNetwork: true }))).toMatchObject({
    outcome: 'refused',
    reason: 'Forbidden',
    message: expect.stringContaining('violates PodSecurity "restricted:v1'),
  });
  expect(await ask(service('NodePort'))).toMatchObject({
    outcome: 'refused',
    message: expect.stringContaining('services.nodeports'),
  });
  expect(await ask(service('ClusterIP'))).toMatchObject({
    outcome: 'admitted',
  });
  for (const kind of ['pods', 'services']) {
    const { items } = await server.json<{ items: unknown[] }>(
      `/api/v1/namespaces/${NAMESPACE}/${kind}`,
    );
    expect(items).toEqual([]);
  }
});

it('is held to asking by the policy that comes with it', async () => {
  const seconds = await eventually(30, async () => {
    const { status } = await server.request(
      `/api/v1/namespaces/${NAMESPACE}/services`,
      {
        method: 'POST',
        token: running.tokens.prober,
        json: service('ClusterIP'),
      },
    );
    return status === 403 ? undefined : `it is answered with ${status}`;
  });
  expect(seconds).toBeLessThan(30);
});

it.each([
  ['create', 'apps', 'deployments', 'allowed'],
  ['list', '', 'pods', 'allowed'],
  ['get', '', 'secrets', 'denied'],
  ['delete', 'networking.k8s.io', 'networkpolicies', 'denied'],
  ['create', 'rbac.authorization.k8s.io', 'rolebindings', 'denied'],
])(
  'says what the team may: %s %s/%s',
  async (verb, group, resource, outcome) => {
    const review = (groups: string[]) =>
      provisioner.reviewAccess(
        { groups, verb, group, resource, namespace: NAMESPACE },
        asking(),
      );
    expect(await review(['orders-developers'])).toMatchObject({ outcome });
    expect(await review(['payments-developers'])).toMatchObject({
      outcome: 'denied',
    });
  },
);

it('knows what everybody may, since the team is somebody too', async () => {
  await server.json('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    method: 'POST',
    json: {
      metadata: { name: 'everybody' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'system:authenticated',
        },
      ],
    },
  });
  const seconds = await eventually(30, async () => {
    const { outcome } = await provisioner.reviewAccess(
      {
        groups: ['orders-developers'],
        verb: 'get',
        group: '',
        resource: 'secrets',
        namespace: NAMESPACE,
      },
      asking(),
    );
    return outcome === 'allowed' ? undefined : outcome;
  });
  expect(seconds).toBeLessThan(30);
});
