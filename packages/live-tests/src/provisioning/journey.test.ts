/*
 * A namespace as people get it: a developer runs the template in a browser, over a real API
 * server with the shipped credentials and guardrails; then her team works there with the
 * real kubectl, and somebody undoes the baseline piece by piece.
 */
import { expect as seen, type Browser, type Page } from '@playwright/test';
import type {
  NamespaceRequest,
  ShiftDownClient,
} from '@shift-down/plugin-shift-down-common/client';
import {
  applyObjects,
  startControlPlane,
  startFakeKubelet,
  type ControlPlane,
  type FakeKubelet,
  type KubernetesObject,
} from 'control-plane';
import { stringify } from 'yaml';
import { readManifest } from '../cluster/TestCluster';
import { eventually } from '../eventually';
import {
  hasBrowser,
  launchBrowser,
  openAs,
  picture,
} from '../wholePortal/people';
import { clientOf } from '../wholePortal/signIn';
import {
  startWholePortal,
  type WholePortal,
} from '../wholePortal/startWholePortal';
import { applyLevels } from './policyBundle';

jest.setTimeout(300_000);

const START_LIMIT_MS = 600_000;
const SECONDS = 60;

const CLUSTER = 'live';
const NAME = 'team-payments-shop';
const OLD = 'orders-of-old';
const PLACE = { cluster: CLUSTER, namespace: NAME };
/** The team at the identity provider, as the example configuration names it. */
const DANA = { token: 'kubectl-of-dana' };
const BEN = { token: 'kubectl-of-ben' };
const REQUEST: NamespaceRequest = {
  cluster: CLUSTER,
  name: NAME,
  ownerRef: 'group:default/team-payments',
  environment: 'staging',
  size: 'small',
  podSecurity: 'restricted',
  limits: 'default',
  roles: ['viewer', 'developer'],
  egress: [],
  dependencyOf: [],
};

let server: ControlPlane;
let kubelet: FakeKubelet;
let portal: WholePortal;
let browser: Browser | undefined;
let dana: ShiftDownClient;
let petra: ShiftDownClient;

const kubectl = (
  who: { token: string },
  args: string[],
  input?: KubernetesObject,
) =>
  server.kubectl(who, args, {
    namespace: NAME,
    ...(input && { input: stringify(input) }),
  });

async function refused(
  who: { token: string },
  args: string[],
  input?: KubernetesObject,
): Promise<string> {
  const { code, stderr, stdout } = await kubectl(who, args, input);
  expect({ code, stdout }).toEqual({ code: 1, stdout: expect.anything() });
  return stderr;
}

/** Whether the API server knows its policies yet; asked of a namespace that nobody may make. */
async function untilGuarded() {
  await eventually(SECONDS, async () => {
    const response = await server.request('/api/v1/namespaces?dryRun=All', {
      method: 'POST',
      json: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'nobodys', labels: { 'shift-down.io/owner': 'x' } },
      },
    });
    return response.status >= 400 ? undefined : 'namespaces need no baseline';
  });
}

async function untilFresh(client: ShiftDownClient) {
  await eventually(SECONDS, async () => {
    const { clusters } = await client.getNamespaceOptions();
    const [live] = clusters.filter(it => it.name === CLUSTER);
    return live?.problem ?? (live ? undefined : 'no such cluster');
  });
}

beforeAll(async () => {
  server = await startControlPlane({
    tokens: [
      { ...DANA, user: 'dana', groups: ['team-payments'] },
      { ...BEN, user: 'ben', groups: ['team-orders'] },
    ],
  });
  for (const file of [
    'collector.yaml',
    'enforcer.yaml',
    'prober.yaml',
    'provisioner.yaml',
  ]) {
    await applyObjects(server, await readManifest(file));
  }
  const tokenOf = (name: string, namespace: string) =>
    server.createToken(name, namespace, 7_200);
  const collector = (await readManifest('collector.yaml')).find(
    ({ kind }) => kind === 'ServiceAccount',
  )!;
  const clusters = [
    {
      name: CLUSTER,
      title: 'Live cluster',
      type: 'serviceAccount',
      url: server.url,
      caData: server.caData,
      token: await tokenOf(
        collector.metadata.name,
        collector.metadata.namespace!,
      ),
      provisioner: {
        token: await tokenOf('shift-down-provisioner', 'shift-down'),
      },
      prober: {
        token: await tokenOf('shift-down-prober', 'shift-down-exceptions'),
      },
      networkPolicies: { enforcedBy: 'cilium' },
    },
  ];
  // It is older than any guardrail.
  await applyObjects(server, [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: OLD, labels: { 'shift-down.io/owner': 'team-orders' } },
    },
  ]);
  await applyLevels(server, 'organisation', 'namespaces');
  await untilGuarded();
  kubelet = await startFakeKubelet(server);
  portal = await startWholePortal({
    'shiftDown.clusters': clusters,
    'shiftDown.correlation.namespaceOwners': [],
    'shiftDown.provisioning.clusters': [
      { cluster: CLUSTER, delivery: 'cluster' },
    ],
    // Of a registry that the bundle approves; it is never pulled.
    'shiftDown.provisioning.proofs': {
      image: `registry.example.com/proofs/web@sha256:${'1'.repeat(64)}`,
    },
  });
  dana = await clientOf(portal.backendUrl, 'dana');
  petra = await clientOf(portal.backendUrl, 'petra');
  await untilFresh(petra);
  browser = hasBrowser ? await launchBrowser() : undefined;
}, START_LIMIT_MS);

afterAll(async () => {
  await browser?.close();
  await portal?.stop();
  await kubelet?.stop();
  await server?.stop();
}, 120_000);

/** Everything that the baseline made there, by kind and name, with its resourceVersion. */
async function versions(): Promise<Record<string, string>> {
  const { objects } = await dana.getManagedNamespace(PLACE);
  const found: Record<string, string> = {};
  for (const { apiVersion, kind, name, namespace } of objects) {
    const { metadata } = JSON.parse(
      (
        await server.kubectl(
          { token: server.adminToken },
          ['get', `${kind}.${groupAndVersion(apiVersion)}`, name, '-o', 'json'],
          namespace ? { namespace } : {},
        )
      ).stdout,
    );
    found[`${kind} ${name}`] = metadata.resourceVersion;
  }
  return found;
}

/** `v1.networking.k8s.io`, as kubectl takes it after a kind. */
function groupAndVersion(apiVersion: string): string {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return `${version}.${group}`;
}

async function workload(): Promise<KubernetesObject> {
  const [deployment] = await readManifest('../policies/example-workload.yaml');
  return {
    ...deployment,
    metadata: { ...deployment.metadata, namespace: NAME },
  };
}

/** A Pod that meets every guardrail, but for what a test changes. */
async function pod(spec: object, container: object = {}) {
  const { spec: deployment } = (await workload()) as KubernetesObject & {
    spec: {
      template: {
        metadata: { labels: Record<string, string> };
        spec: { containers: object[] };
      };
    };
  };
  const { template } = deployment;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'tried',
      namespace: NAME,
      labels: {
        ...template.metadata.labels,
        'shift-down.io/owner': 'team-payments',
      },
    },
    spec: {
      ...template.spec,
      containers: [{ ...template.spec.containers[0], ...container }],
      ...spec,
    },
  };
}

async function choose(page: Page, field: RegExp, wanted: RegExp) {
  await page.getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: wanted }).click();
}

/** Up to the page that shows what would be made. */
async function fillIn(page: Page) {
  await page.getByRole('textbox', { name: /^Name/ }).fill(NAME);
  await seen(page.getByRole('button', { name: /Cluster/ })).toContainText(
    'Live cluster',
  );
  await choose(page, /Environment/, /Staging/);
  await page.getByRole('button', { name: 'Next' }).click();
  await choose(page, /Size/, /Small/);
  await page.getByRole('button', { name: /What the group may do/ }).click();
  for (const role of [/Sees what runs/, /Deploys/]) {
    await page.getByRole('option', { name: role }).click();
  }
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Next' }).click();
  await seen(page.getByText(/objects would be made/).first()).toBeVisible();
}

/** By the template, as a developer does; by the API where there is no browser. */
async function makeIt() {
  if (!browser) {
    await dana.provisionNamespace(REQUEST);
    await dana.changeManagedNamespace(PLACE, 'verify');
    return;
  }
  const page = await openAs(
    browser,
    portal.url,
    'Dana Whitfield',
    '/create/templates/default/secure-namespace',
  );
  await fillIn(page);
  await picture(page, 'namespace-1-preview');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await seen(page.getByRole('link', { name: 'The namespace' })).toBeVisible({
    timeout: 120_000,
  });
  await picture(page, 'namespace-2-made');
  await page.goto(
    `${portal.url}/security/managed-namespaces/${CLUSTER}/${NAME}`,
  );
  await seen(page.getByText(NAME).first()).toBeVisible();
  await picture(page, 'namespace-3-page');
}

it('is made by a developer in the browser, and proved', async () => {
  await makeIt();
  const made = await dana.getManagedNamespace(PLACE);
  expect(made).toMatchObject({
    state: 'complete',
    ownerRef: REQUEST.ownerRef,
    drifted: 0,
    wishedLevel: 'restricted',
  });
  // What only the network can tell is declared; everything else was tried.
  expect(made.proofs?.items.filter(it => it.outcome !== 'proved')).toEqual([
    expect.objectContaining({ id: 'isolation', outcome: 'not-proved' }),
  ]);
  expect(made.proofs?.items.length).toBeGreaterThan(5);
  expect(made.proofs?.askedAs).toBe(
    'system:serviceaccount:shift-down-exceptions:shift-down-prober',
  );
  expect(
    made.proofs?.access.map(it => [it.id, it.outcome === 'allowed']),
  ).toEqual(made.proofs?.access.map(it => [it.id, it.expected]));
});

describe('the team, with kubectl,', () => {
  it('has a decent Deployment admitted, and its Pods are there', async () => {
    const applied = await kubectl(DANA, ['apply', '-f', '-'], await workload());
    expect(applied).toMatchObject({ code: 0 });
    const rolledOut = await kubectl(DANA, [
      'rollout',
      'status',
      'deployment/web',
      '--timeout',
      '60s',
    ]);
    expect(rolledOut).toMatchObject({ code: 0 });
  });

  it.each<[string, object, object, RegExp]>([
    [
      'a privileged Pod',
      {},
      { securityContext: { privileged: true } },
      /violates PodSecurity "restricted:.*privileged/,
    ],
    [
      'a path of the node',
      { volumes: [{ name: 'tmp', hostPath: { path: '/' } }] },
      {},
      /violates PodSecurity "restricted:.*hostPath/,
    ],
    [
      'the network of the node',
      { hostNetwork: true },
      {},
      /violates PodSecurity "restricted:.*hostNetwork/,
    ],
    [
      'an image of another registry',
      {},
      { image: `docker.io/library/web@sha256:${'0'.repeat(64)}` },
      /ValidatingAdmissionPolicy 'approved-registries'/,
    ],
  ])('is refused %s', async (_, spec, container, reason) => {
    expect(
      await refused(DANA, ['apply', '-f', '-'], await pod(spec, container)),
    ).toMatch(reason);
  });

  it.each<[string, string[], RegExp]>([
    [
      'a NodePort',
      ['create', 'service', 'nodeport', 'web', '--tcp', '80:8080'],
      /no-exposed-services|exceeded quota/,
    ],
    ['the Secrets', ['get', 'secrets'], /cannot list resource "secrets"/],
    [
      'a binding of cluster-admin',
      [
        'create',
        'rolebinding',
        'mine',
        '--clusterrole',
        'cluster-admin',
        '--user',
        'dana',
      ],
      /cannot create resource "rolebindings"/,
    ],
    [
      'deleting the NetworkPolicies',
      ['delete', 'networkpolicies', '--all'],
      /cannot (list|delete|deletecollection) resource "networkpolicies"|cannot delete/,
    ],
    [
      'raising the quota',
      [
        'patch',
        'resourcequota',
        'baseline-quota',
        '-p',
        '{"spec":{"hard":{"pods":"999"}}}',
      ],
      /cannot patch resource "resourcequotas"/,
    ],
    [
      'lowering the level',
      [
        'label',
        'namespace',
        NAME,
        'pod-security.kubernetes.io/enforce=privileged',
        '--overwrite',
      ],
      /cannot (get|patch) resource "namespaces"/,
    ],
  ])('is refused %s', async (_, args, reason) => {
    expect(await refused(DANA, args)).toMatch(reason);
  });
});

it('is nothing to another team', async () => {
  const ben = await clientOf(portal.backendUrl, 'ben');
  await expect(ben.getManagedNamespace(PLACE)).rejects.toMatchObject({
    response: { status: 404 },
  });
  expect((await ben.listManagedNamespaces()).total).toBe(0);
  await expect(
    ben.changeManagedNamespace(PLACE, 'verify'),
  ).rejects.toMatchObject({ response: { status: 404 } });
  await expect(
    ben.provisionNamespace({
      ...REQUEST,
      ownerRef: 'group:default/team-orders',
    }),
  ).rejects.toMatchObject({ response: { status: expect.any(Number) } });
  for (const args of [
    ['get', 'pods'],
    ['get', 'deployments'],
  ]) {
    expect(await refused(BEN, args)).toMatch(/cannot list resource/);
  }
});

it('changes nothing when it is run again', async () => {
  const before = await versions();
  const again = await dana.provisionNamespace(REQUEST);
  expect(again.state).toBe('complete');
  expect(await versions()).toEqual(before);
});

it('is refused when somebody else has the name, whatever labels theirs has', async () => {
  const name = 'team-payments-borrowed';
  const admin = { token: server.adminToken };
  const applied = await server.kubectl(
    admin,
    ['apply', '--server-side', '--field-manager', 'shift-down', '-f', '-'],
    {
      input: stringify({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name,
          labels: {
            'shift-down.io/owner': 'team-payments',
            'shift-down.io/baseline': '1.1.0',
            'shift-down.io/baseline-state': 'pending',
          },
        },
      }),
    },
  );
  expect(applied).toMatchObject({ code: 0 });
  const read = () =>
    server.json(`/api/v1/namespaces/${name}`).then(it => it.metadata);
  const before = await read();
  await expect(
    dana.provisionNamespace({ ...REQUEST, name }),
  ).rejects.toMatchObject({ response: { status: expect.any(Number) } });
  expect(await read()).toEqual(before);
  const { items } = await server.json<{ items: unknown[] }>(
    `/apis/networking.k8s.io/v1/namespaces/${name}/networkpolicies`,
  );
  expect(items).toEqual([]);
});

it('enforces less once somebody else has approved it, and restricted again afterwards', async () => {
  const name = 'team-payments-legacy';
  const entityRef = `resource:default/${CLUSTER}-${name}`;
  const level = async () =>
    (await server.json(`/api/v1/namespaces/${name}`)).metadata.labels?.[
      'pod-security.kubernetes.io/enforce'
    ];
  const untilLevel = (wanted: string) =>
    eventually(SECONDS, async () => {
      const found = await level();
      return found === wanted ? undefined : `the level is ${found}`;
    });
  const made = await dana.provisionNamespace({
    ...REQUEST,
    name,
    podSecurity: 'baseline',
  });
  expect(made).toMatchObject({
    state: 'complete',
    wishedLevel: 'baseline',
    appliedLevel: 'restricted',
  });
  expect(await level()).toBe('restricted');

  let id = '';
  await eventually(SECONDS, async () => {
    const asked = await dana.requestException({
      type: 'accepted-risk',
      expectation: { type: 'control', control: 'namespace-level' },
      scope: { entityRef },
      until: new Date(Date.now() + 86_400_000).toISOString(),
      category: 'technical-limit',
      justification: 'An old program that runs as root',
    });
    id = asked.id;
    return undefined;
  });
  expect(await level()).toBe('restricted');
  const sam = await clientOf(portal.backendUrl, 'sam');
  const toDecide = await sam.getException(id);
  await sam.changeException(id, 'approve', {
    version: toDecide.version,
    contentHash: toDecide.contentHash,
  });
  await untilLevel('baseline');
  expect(
    await dana.getManagedNamespace({ cluster: CLUSTER, namespace: name }),
  ).toMatchObject({ appliedLevel: 'baseline', exceptionId: id });

  const { version } = await dana.getException(id);
  await dana.changeException(id, 'withdraw', { version });
  await untilLevel('restricted');
});

it('that was there before is compared with the baseline, and adopted', async () => {
  const request: NamespaceRequest = {
    ...REQUEST,
    name: OLD,
    ownerRef: 'group:default/team-orders',
  };
  await eventually(SECONDS, async () => {
    const plan = await petra.previewAdoption(request);
    return plan.objects.some(it => it.state === 'unknown')
      ? JSON.stringify(plan.objects.map(it => [it.id, it.state]))
      : undefined;
  });
  const plan = await petra.previewAdoption(request);
  expect(plan).toMatchObject({ met: 0, mayAdopt: true, problems: [] });
  expect(plan.caveat).toMatch(/not observed/i);

  const adopted = await petra.adoptNamespace(request);
  expect(adopted.objects.filter(it => it.state !== 'applied')).toEqual([]);
  expect(adopted).toMatchObject({ state: 'complete', origin: 'adopted' });
  const { metadata } = await server.json(`/api/v1/namespaces/${OLD}`);
  expect(metadata.labels).toMatchObject({
    'shift-down.io/baseline-state': 'complete',
    'pod-security.kubernetes.io/enforce': 'restricted',
  });
  const ben = await clientOf(portal.backendUrl, 'ben');
  expect((await ben.listManagedNamespaces()).items.map(it => it.name)).toEqual([
    OLD,
  ]);
});

describe('what an administrator undoes with kubectl', () => {
  const admin = () => ({ token: server.adminToken });

  async function untilDrift(kind: string, type: string) {
    await eventually(SECONDS, async () => {
      const { drift } = await petra.getManagedNamespace(PLACE);
      return drift.some(it => it.kind === kind && it.type === type)
        ? undefined
        : `drift is ${JSON.stringify(
            drift.map(it => [it.type, it.kind, it.name]),
          )}`;
    });
  }

  async function untilWhole() {
    await eventually(SECONDS, async () => {
      const { drift, state } = await petra.getManagedNamespace(PLACE);
      return drift.length === 0 && state === 'complete'
        ? undefined
        : `${state} ${JSON.stringify(drift)}`;
    });
  }

  it.each([
    ['NetworkPolicy', 'networkpolicies'],
    ['ResourceQuota', 'resourcequotas'],
    ['LimitRange', 'limitranges'],
    ['ServiceAccount', 'serviceaccounts'],
    ['RoleBinding', 'rolebindings'],
  ])('a deleted %s is seen, and repaired', async (kind, resource) => {
    expect(
      await kubectl(admin(), ['delete', resource, '--all', '--wait=true']),
    ).toMatchObject({ code: 0 });
    await untilDrift(kind, 'missing');
    await petra.changeManagedNamespace(PLACE, 'repair');
    await untilWhole();
  });

  it.each<[string, string, object]>([
    [
      'ResourceQuota',
      'resourcequota/baseline-quota',
      { spec: { hard: { pods: '999' } } },
    ],
    [
      'Namespace',
      `namespace/${NAME}`,
      {
        metadata: {
          labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
        },
      },
    ],
    [
      'ServiceAccount',
      'serviceaccount/default',
      { automountServiceAccountToken: true },
    ],
  ])('a changed %s is seen, and repaired', async (kind, object, patch) => {
    expect(
      await kubectl(admin(), [
        'patch',
        object,
        '--type',
        'merge',
        '-p',
        JSON.stringify(patch),
      ]),
    ).toMatchObject({ code: 0 });
    await untilDrift(kind, 'changed');
    await petra.changeManagedNamespace(PLACE, 'repair');
    await untilWhole();
  });

  it('cluster-admin that is bound, and an allow-all beside ours, are seen and fail the proofs', async () => {
    await kubectl(admin(), [
      'create',
      'rolebinding',
      'generous',
      '--clusterrole',
      'cluster-admin',
      '--group',
      'team-payments',
    ]);
    await untilDrift('RoleBinding', 'added');
    await kubectl(admin(), ['apply', '-f', '-'], {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'generous' },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] },
    });
    await untilDrift('NetworkPolicy', 'added');
    const { proofs } = await dana.changeManagedNamespace(PLACE, 'verify');
    expect(
      proofs?.items.filter(it => it.outcome === 'failed').map(it => it.id),
    ).toEqual([expect.stringContaining('isolation')]);
    expect(
      proofs?.access
        .filter(it => (it.outcome === 'allowed') !== it.expected)
        .map(it => it.id),
    ).toEqual(expect.arrayContaining([expect.stringContaining('secrets')]));
    await kubectl(admin(), ['delete', 'rolebinding', 'generous']);
    await kubectl(admin(), ['delete', 'networkpolicy', 'generous']);
    await untilWhole();
  });
});
