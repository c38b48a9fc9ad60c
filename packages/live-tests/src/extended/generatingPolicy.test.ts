/*
 * Just in time: somebody makes a Namespace with nothing but the label of a baseline. A real
 * Kyverno makes the objects where our GeneratingPolicy is, and the portal says that all is
 * there; without Kyverno the portal makes them. Pods wait for it either way. `.ci/extended`
 * runs it, as Kyverno takes long to build.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { ManagedNamespace } from '@shift-down/plugin-shift-down-common/client';
import { readBaselines } from '@shift-down/plugin-shift-down-node';
import {
  renderGeneratingPolicy,
  type ProvisioningCluster,
  type SizePreset,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  startControlPlane,
  startKyverno,
  type ControlPlane,
  type KubernetesObject,
  type Kyverno,
} from 'control-plane';
import { stringify } from 'yaml';
import { readManifest } from '../cluster/TestCluster';
import { eventually } from '../eventually';
import { Portal } from '../portal/Portal';
import { applyLevels, everything } from '../provisioning/policyBundle';

const BUILD_LIMIT_MS = 3_600_000;
const SECONDS = 90;

jest.setTimeout(300_000);

const CLUSTER = 'live';
const BASELINES = resolvePackagePath('live-tests', '../../examples/baselines');
const VERSION = '1.1.0';
const MARA = { token: 'kubectl-of-mara' };
const SIZE: SizePreset = {
  name: 'small',
  title: 'Small',
  quota: { 'limits.cpu': '2', 'limits.memory': '4Gi', pods: '20' },
  containerDefaults: {
    default: { cpu: '500m', memory: '256Mi' },
    defaultRequest: { cpu: '50m', memory: '128Mi' },
  },
};
const RULE: ProvisioningCluster = {
  cluster: CLUSTER,
  delivery: 'cluster',
  dns: [
    {
      namespace: 'kube-system',
      podLabels: { 'k8s-app': 'kube-dns' },
      ports: [53],
    },
  ],
  justInTime: true,
};
/** Where the objects of the baseline lie that are in a namespace. */
const PATHS: Record<string, string> = {
  NetworkPolicy: '/apis/networking.k8s.io/v1/*/networkpolicies',
  ResourceQuota: '/api/v1/*/resourcequotas',
  LimitRange: '/api/v1/*/limitranges',
  ServiceAccount: '/api/v1/*/serviceaccounts',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/*/rolebindings',
};
const MADE = [
  'LimitRange baseline-limits',
  'NetworkPolicy baseline-allow-dns',
  'NetworkPolicy baseline-default-deny',
  'ResourceQuota baseline-quota',
  'ResourceQuota baseline-services',
  'ResourceQuota baseline-storage',
  'ServiceAccount workload',
];

let server: ControlPlane;
let portal: Portal | undefined;

/** With the guardrails, and whoever may do all that RBAC knows. */
async function startServer(): Promise<void> {
  server = await startControlPlane({
    tokens: [{ ...MARA, user: 'mara' }],
  });
  for (const file of [
    'collector.yaml',
    'enforcer.yaml',
    'prober.yaml',
    'provisioner.yaml',
  ]) {
    await applyObjects(server, await readManifest(file));
  }
  await applyObjects(server, [
    everything('mara', { kind: 'User', name: 'mara' }),
  ]);
}

async function startPortal(): Promise<Portal> {
  const tokenOf = (name: string, namespace: string) =>
    server.createToken(name, namespace, 7_200);
  return await Portal.start({
    engine: 'sqlite',
    clusters: [
      {
        name: CLUSTER,
        type: 'serviceAccount',
        url: server.url,
        caData: server.caData,
        token: await tokenOf('shift-down-collector', 'shift-down'),
        provisioner: {
          token: await tokenOf('shift-down-provisioner', 'shift-down'),
        },
      },
    ],
    shiftDown: {
      provisioning: {
        baselines: { locations: [{ type: 'folder', target: BASELINES }] },
        clusters: [
          { cluster: CLUSTER, justInTime: true, dns: RULE.dns as object[] },
        ],
        sizes: [SIZE as object],
        groups: {
          named: [{ group: 'group:default/team-shop', name: 'shop-people' }],
        },
      } as object,
    },
  });
}

async function stop(): Promise<void> {
  await portal?.stop();
  portal = undefined;
  await server?.stop();
}

const kubectl = (namespace: string, args: string[], input: KubernetesObject) =>
  server.kubectl(MARA, args, { namespace, input: stringify(input) });

async function makeNamespace(name: string): Promise<void> {
  const { code, stderr } = await kubectl('default', ['create', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        'shift-down.io/baseline': VERSION,
        'shift-down.io/owner': 'team-shop',
      },
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // Without it the API server refuses every Pod, whatever else holds.
  await eventually(SECONDS, async () => {
    const { status } = await server.request(
      `/api/v1/namespaces/${name}/serviceaccounts/default`,
    );
    return status === 200 ? undefined : 'there is no default account yet';
  });
}

/** What the API server says to a Pod that nobody could object to otherwise. */
async function tryPod(namespace: string): Promise<string> {
  const { code, stderr } = await kubectl(
    namespace,
    ['create', '--dry-run=server', '-f', '-'],
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'decent', namespace },
      spec: {
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'app',
            image: 'registry.example.com/app:1',
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  );
  return code === 0 ? 'admitted' : stderr;
}

/** Objects of the baseline by kind and name, with their resourceVersion. */
async function objectsIn(namespace: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [kind, path] of Object.entries(PATHS)) {
    const { items } = await server.json<{ items: KubernetesObject[] }>(
      path.replace('*', `namespaces/${namespace}`),
    );
    for (const { metadata } of items) {
      const { name, resourceVersion } = metadata as {
        name: string;
        resourceVersion: string;
      };
      if (name !== 'default') {
        found.set(`${kind} ${name}`, resourceVersion);
      }
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function untilMade(namespace: string): Promise<number> {
  return await eventually(SECONDS, async () => {
    const found = [...(await objectsIn(namespace)).keys()];
    const missing = MADE.filter(it => !found.includes(it));
    return missing.length > 0 ? `missing: ${missing}` : undefined;
  });
}

const shown = (namespace: string) =>
  portal!.replica.get<ManagedNamespace>(
    `/managed-namespaces/${CLUSTER}/${namespace}`,
  );

async function untilState(namespace: string, state: string): Promise<number> {
  return await eventually(SECONDS, async () => {
    const found = await shown(namespace);
    return found.state === state
      ? undefined
      : `${found.state}: ${found.reason}; log: ${portal!.replica.logFile}`;
  });
}

async function labelsOf(namespace: string): Promise<Record<string, string>> {
  const { metadata } = await server.json(`/api/v1/namespaces/${namespace}`);
  return metadata.labels ?? {};
}

/** Admission hears of a changed label a moment later. */
async function untilAdmitted(namespace: string): Promise<void> {
  await eventually(SECONDS, async () => {
    const answer = await tryPod(namespace);
    return answer === 'admitted' ? undefined : answer;
  });
}

describe('where Kyverno makes the objects', () => {
  let kyverno: Kyverno;
  const seconds: Record<string, string> = {};

  beforeAll(async () => {
    await startServer();
    kyverno = await startKyverno(server);
    await applyLevels(server, 'namespaces');
    const { baselines, problems } = await readBaselines({
      locations: [{ type: 'folder', target: BASELINES }],
      urlReader: mockServices.urlReader.mock(),
      baseDirectory: BASELINES,
    });
    const baseline = baselines.find(({ version }) => version === VERSION);
    if (!baseline) {
      throw new Error(problems.join() || `There is no baseline ${VERSION}`);
    }
    await applyObjects(server, [
      renderGeneratingPolicy(baseline, {
        cluster: RULE,
        size: SIZE,
      }) as KubernetesObject,
    ]);
    await eventually(SECONDS, async () => {
      const { status } = await server.json<KubernetesObject>(
        `/apis/policies.kyverno.io/v1/generatingpolicies/shift-down-baseline-${VERSION}`,
      );
      const { conditionStatus } = (status ?? {}) as {
        conditionStatus?: { ready?: boolean };
      };
      return conditionStatus?.ready ? undefined : JSON.stringify(status);
    });
  }, BUILD_LIMIT_MS);

  afterAll(async () => {
    console.table(seconds);
    await kyverno?.stop();
    await stop();
  }, 120_000);

  let made: Map<string, string>;

  it('has them made without the portal, and no Pod comes in before that says so', async () => {
    await makeNamespace('shop-first');
    expect(await tryPod('shop-first')).toContain('baseline-complete');
    seconds['Kyverno made all'] = (await untilMade('shop-first')).toFixed(1);
    made = await objectsIn('shop-first');
    expect([...made.keys()]).toEqual(MADE);
    expect(await tryPod('shop-first')).toContain('baseline-complete');
  });

  it('is said to be complete by the portal, which touches none of them', async () => {
    portal = await startPortal();
    seconds['complete after a start'] = (
      await untilState('shop-first', 'complete')
    ).toFixed(1);
    expect(await labelsOf('shop-first')).toMatchObject({
      'shift-down.io/baseline-state': 'complete',
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    await untilAdmitted('shop-first');
    expect(await objectsIn('shop-first')).toEqual(made);
    const found = await shown('shop-first');
    expect(found).toMatchObject({
      origin: 'just-in-time',
      ownerRef: 'group:default/team-shop',
    });
  });

  it('shows no drift of what Kyverno made', async () => {
    await eventually(SECONDS, async () => {
      const { comparedAt } = await shown('shop-first');
      return comparedAt ? undefined : 'it was not compared yet';
    });
    expect((await shown('shop-first')).drift).toEqual([]);
  });

  it('waits as long as Kyverno has not made them', async () => {
    await kyverno.background.stop();
    await makeNamespace('shop-second');
    await untilState('shop-second', 'partial');
    expect([...(await objectsIn('shop-second')).keys()]).toEqual([]);
    expect(await tryPod('shop-second')).toContain('baseline-complete');
    await kyverno.background.start();
    seconds['complete after Kyverno is back'] = (
      await untilState('shop-second', 'complete')
    ).toFixed(1);
    expect([...(await objectsIn('shop-second')).keys()]).toEqual(MADE);
    await untilAdmitted('shop-second');
  });
});

describe('without Kyverno', () => {
  beforeAll(async () => {
    await startServer();
    await applyLevels(server, 'namespaces');
    portal = await startPortal();
  }, 300_000);

  afterAll(stop, 120_000);

  it('has them made by the portal, and nobody is bound to a role', async () => {
    await makeNamespace('shop-alone');
    await untilState('shop-alone', 'complete');
    expect([...(await objectsIn('shop-alone')).keys()]).toEqual(MADE);
    await untilAdmitted('shop-alone');
  });
});
