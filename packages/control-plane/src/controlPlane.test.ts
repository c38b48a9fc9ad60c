import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { Agent, fetch } from 'undici';
import {
  applyObjects,
  deleteObjects,
  installCustomResources,
  removeCustomResource,
  startControlPlane,
  startFakeKubelet,
  type ControlPlane,
} from './index';
import { isRunning } from './processes/stateOf';

jest.setTimeout(60_000);

const SHOP = '/api/v1/namespaces/shop';
const SETTINGS = `${SHOP}/configmaps/settings`;

function inShop(kind: string, name: string, rest: object = {}) {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'shop' },
    ...rest,
  };
}

/** The code of the first error that a watch from there meets. */
async function watchError(
  controlPlane: ControlPlane,
  resourceVersion?: string,
) {
  const answer = await controlPlane.request(
    `${SHOP}/configmaps?watch=true&timeoutSeconds=5&resourceVersion=${resourceVersion}`,
  );
  const [first] = (await answer.text()).split('\n');
  const event = JSON.parse(first || '{}');
  return event.type === 'ERROR' ? event.object.code : undefined;
}

describe('a control plane', () => {
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    controlPlane = await startControlPlane({
      tokens: [
        { token: 'token-of-mara', user: 'mara', groups: ['shop-admins'] },
      ],
      auditPolicy:
        'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]',
    });
    await applyObjects(controlPlane, [
      inShop('ConfigMap', 'settings', { data: { colour: 'red' } }),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    ]);
  });

  afterAll(() => controlPlane.stop());

  it('runs controllers, so that a namespace gets a service account', async () => {
    const { metadata } = await controlPlane.json(
      `${SHOP}/serviceaccounts/default`,
    );
    expect(metadata.uid).toEqual(expect.any(String));
  });

  it('is asked with kubectl as somebody, who is told what is forbidden', async () => {
    const mara = { token: 'token-of-mara' };
    await expect(
      controlPlane.kubectl(mara, ['auth', 'whoami', '-o', 'name']),
    ).resolves.toMatchObject({ code: 0 });
    await expect(
      controlPlane.kubectl(mara, ['get', 'secrets'], { namespace: 'shop' }),
    ).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot list resource "secrets"'),
    });
  });

  it('with a fake kubelet has the Pods of a Deployment there', async () => {
    const kubelet = await startFakeKubelet(controlPlane);
    try {
      const admin = { token: controlPlane.adminToken };
      await controlPlane.kubectl(
        admin,
        ['create', 'deployment', 'web', '--image', 'web:1', '--replicas', '2'],
        { namespace: 'shop' },
      );
      await expect(
        controlPlane.kubectl(
          admin,
          ['rollout', 'status', 'deployment/web', '--timeout', '30s'],
          { namespace: 'shop' },
        ),
      ).resolves.toMatchObject({ code: 0 });
      await controlPlane.kubectl(
        admin,
        ['delete', 'deployment', 'web', '--wait', '--timeout', '30s'],
        { namespace: 'shop' },
      );
    } finally {
      await kubelet.stop();
    }
  });

  it('says which version of Kubernetes it is', async () => {
    await expect(controlPlane.json('/version')).resolves.toMatchObject({
      major: '1',
      gitVersion: expect.stringMatching(/^v1\.\d+\.\d+$/),
    });
  });

  it('gives tokens of service accounts, which end with them', async () => {
    await applyObjects(controlPlane, [inShop('ServiceAccount', 'collector')]);
    const token = await controlPlane.createToken('collector', 'shop', 600);
    // Known, and nothing allowed yet.
    expect((await controlPlane.request(SETTINGS, { token })).status).toBe(403);

    await deleteObjects(controlPlane, [inShop('ServiceAccount', 'collector')]);
    await controlPlane.apiServer.restart();
    expect((await controlPlane.request(SETTINGS, { token })).status).toBe(401);
  });

  it('allows its users what RBAC says', async () => {
    const token = 'token-of-mara';
    expect((await controlPlane.request(SETTINGS, { token })).status).toBe(403);
    await applyObjects(controlPlane, [
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'admins', namespace: 'shop' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'admin',
        },
        subjects: [
          {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Group',
            name: 'shop-admins',
          },
        ],
      },
    ]);
    // The API server hears of its own bindings by a watch.
    let answer = await controlPlane.request(SETTINGS, { token });
    for (let i = 0; answer.status === 403 && i < 100; i++) {
      await sleep(100);
      answer = await controlPlane.request(SETTINGS, { token });
    }
    expect(await answer.json()).toMatchObject({ data: { colour: 'red' } });
  });

  it('accepts client certificates, as a kubeconfig carries them', async () => {
    const text = controlPlane.kubeconfigFor(
      await controlPlane.issueClientCertificate({
        user: 'ana',
        groups: ['system:masters', 'auditors'],
      }),
    );
    const { clusters, users } = parse(text);
    const decode = (value: string) => Buffer.from(value, 'base64').toString();
    const dispatcher = new Agent({
      connect: {
        ca: decode(clusters[0].cluster['certificate-authority-data']),
        cert: decode(users[0].user['client-certificate-data']),
        key: decode(users[0].user['client-key-data']),
      },
    });
    const answer = await fetch(
      `${clusters[0].cluster.server}/apis/authentication.k8s.io/v1/selfsubjectreviews`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}',
        dispatcher,
      },
    );
    await expect(answer.json()).resolves.toMatchObject({
      status: {
        userInfo: {
          username: 'ana',
          groups: ['system:masters', 'auditors', 'system:authenticated'],
        },
      },
    });
    await dispatcher.destroy();
  });

  it('writes an audit log where a policy asks for it', async () => {
    const log = await readFile(controlPlane.auditLog, 'utf8');
    expect(log).toContain('"username":"admin"');
  });

  it('creates, replaces and deletes in bulk, with what is in status', async () => {
    const pod = (phase: string, colour: string) => ({
      ...inShop('Pod', 'web'),
      metadata: { name: 'web', namespace: 'shop', labels: { colour } },
      spec: { containers: [{ name: 'web', image: 'web:1' }] },
      status: { phase },
    });
    const [created] = await applyObjects(controlPlane, [pod('Pending', 'red')]);
    expect(created).toMatchObject({ status: { phase: 'Pending' } });
    const [replaced] = await applyObjects(controlPlane, [
      pod('Running', 'blue'),
    ]);
    expect(replaced).toMatchObject({
      metadata: { uid: created.metadata.uid, labels: { colour: 'blue' } },
      status: { phase: 'Running' },
    });
    await deleteObjects(controlPlane, [replaced, replaced]);
    expect((await controlPlane.request(`${SHOP}/pods/web`)).status).toBe(404);
  });

  it('has custom resources that come and go', async () => {
    const name = 'policyreports.wgpolicyk8s.io';
    await installCustomResources(controlPlane);
    const report = {
      ...inShop('PolicyReport', 'first'),
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      results: [{ policy: 'some', result: 'fail', anything: { at: ['all'] } }],
    };
    const [stored] = await applyObjects(controlPlane, [report]);
    expect(stored).toMatchObject(report);

    await removeCustomResource(controlPlane, name);
    await expect(applyObjects(controlPlane, [report])).rejects.toThrow(
      '/apis/wgpolicyk8s.io/v1alpha2 knows no PolicyReport',
    );
    await installCustomResources(controlPlane, [name]);
    await expect(
      controlPlane.json('/apis/wgpolicyk8s.io/v1alpha2/policyreports'),
    ).resolves.toMatchObject({ items: [] });
  });

  it('keeps its contents over a restart, and forgets history by compaction', async () => {
    const { metadata } = await controlPlane.json(SETTINGS);
    await applyObjects(controlPlane, [
      inShop('ConfigMap', 'settings', { data: { colour: 'blue' } }),
    ]);
    await controlPlane.compact();
    await controlPlane.apiServer.kill();
    await controlPlane.apiServer.start();

    await expect(controlPlane.json(SETTINGS)).resolves.toMatchObject({
      metadata: { uid: metadata.uid },
      data: { colour: 'blue' },
    });
    expect(await watchError(controlPlane, metadata.resourceVersion)).toBe(410);
  });

  it('answers nobody while it is frozen', async () => {
    await controlPlane.apiServer.pause();
    await expect(
      controlPlane.request('/version', { signal: AbortSignal.timeout(300) }),
    ).rejects.toThrow('timeout');
    controlPlane.apiServer.resume();
    expect((await controlPlane.request('/version')).status).toBe(200);
  });

  it('can be replaced by an empty one at the same address', async () => {
    const uid = async () =>
      (await controlPlane.json('/api/v1/namespaces/kube-system')).metadata.uid;
    const before = await uid();
    await controlPlane.replace();
    expect(await uid()).not.toBe(before);
    expect((await controlPlane.request(SETTINGS)).status).toBe(404);
  });

  it('leaves neither process nor file', async () => {
    const { apiServer, etcd, controllerManager, directory } = controlPlane;
    const pids = [apiServer, etcd, controllerManager!].map(({ pid }) => pid!);
    const areRunning = () => Promise.all(pids.map(isRunning));
    expect(await areRunning()).toEqual([true, true, true]);
    await controlPlane.stop();
    expect(await areRunning()).toEqual([false, false, false]);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('a control plane without watch cache and controllers', () => {
  let controlPlane: ControlPlane;

  beforeAll(async () => {
    controlPlane = await startControlPlane({
      controllerManager: false,
      apiServerArguments: ['--watch-cache=false'],
    });
  });

  afterAll(() => controlPlane.stop());

  it('answers 410 as soon as etcd is compacted', async () => {
    const [first] = await applyObjects(controlPlane, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      inShop('ConfigMap', 'settings'),
      inShop('ConfigMap', 'prices'),
    ]);
    await controlPlane.compact();
    expect(await watchError(controlPlane, first.metadata.resourceVersion)).toBe(
      410,
    );
  });

  it('admits Pods though nobody makes service accounts', async () => {
    const [pod] = await applyObjects(controlPlane, [
      inShop('Pod', 'web', {
        spec: { containers: [{ name: 'web', image: 'web:1' }] },
      }),
    ]);
    expect(pod.metadata.uid).toEqual(expect.any(String));
  });
});

describe('a control plane that can not start', () => {
  it('says what the log says, and leaves nothing', async () => {
    await expect(
      startControlPlane({ apiServerArguments: ['--no-such-flag'] }),
    ).rejects.toThrow(
      /kube-apiserver ended while it started\.\n[^]*unknown flag: --no-such-flag/,
    );
  });
});
