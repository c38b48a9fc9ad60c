/** Namespaces made on a real API server, with no more rights than the examples give. */
import type {
  ClusterManifest,
  ClusterProvisioner,
} from '@shift-down/plugin-shift-down-node';
import type { PlannedObject } from '@shift-down/plugin-shift-down-policy';
import { startControlPlane, type ControlPlane } from 'control-plane';
import { eventually } from '../eventually';
import { asking } from '../exceptions/startWriter';
import { renderExample } from './exampleBaseline';
import { applyAll, complete, objectOf, referenceOf } from './makeNamespace';
import { startProvisioner, type RunningProvisioner } from './startProvisioner';

jest.setTimeout(120_000);

let server: ControlPlane;
let running: RunningProvisioner;
let provisioner: ClusterProvisioner;

beforeAll(async () => {
  server = await startControlPlane();
  running = await startProvisioner(server);
  provisioner = running.provisioner;
});

afterAll(async () => {
  await running?.stop();
  await server?.stop();
});

const read = (manifest: ClusterManifest) =>
  provisioner.read(referenceOf(manifest), asking());

const merge = (path: string, json: object) =>
  server.json(`${path}?fieldManager=kubectl-edit`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/merge-patch+json' },
    json,
  });

const repairing = () => ({ ...asking(), takesBack: true });

const versionsOf = async (planned: readonly PlannedObject[]) =>
  Promise.all(
    planned.map(async ({ manifest }) => {
      const found = await read(manifest);
      return [found?.uid, found?.resourceVersion];
    }),
  );

it('knows which cluster it is, who writes and asks, and that their rights are right', async () => {
  const { metadata } = await server.json('/api/v1/namespaces/kube-system');
  expect(await provisioner.inspect(asking())).toEqual({
    uid: metadata.uid,
    provisioner: 'system:serviceaccount:shift-down:shift-down-provisioner',
    prober: 'system:serviceaccount:shift-down-exceptions:shift-down-prober',
    warnings: [],
  });
});

it('makes every object of the example, and changes nothing when it is run again', async () => {
  const planned = await renderExample('orders-dev');
  const outcomes = await applyAll(provisioner, planned);
  expect(planned.length).toBeGreaterThan(10);
  for (const { id, madeByCluster } of planned) {
    expect([id, outcomes.get(id)?.outcome]).toEqual([
      id,
      madeByCluster ? 'changed' : 'created',
    ]);
  }
  // Quotas are counted by then, which is a change of their own.
  await eventually(30, async () => {
    const { items } = await server.json<{
      items: { metadata: { name: string }; status?: { used?: object } }[];
    }>('/api/v1/namespaces/orders-dev/resourcequotas');
    return items.find(({ status }) => !status?.used)?.metadata.name;
  });
  const before = await versionsOf(planned);
  for (let i = 0; i < 2; i++) {
    const again = await applyAll(provisioner, planned);
    expect([...again.values()].map(({ outcome }) => outcome)).toEqual(
      planned.map(() => 'unchanged'),
    );
  }
  expect(await versionsOf(planned)).toEqual(before);
  expect(await complete(provisioner, planned)).toMatchObject({
    outcome: 'changed',
  });
});

it('adds to the account that the cluster made, and leaves the rest of it', async () => {
  const planned = await renderExample('takes-over');
  await applyAll(provisioner, planned);
  const [{ manifest }] = planned.filter(it => it.madeByCluster);
  expect(await read(manifest)).toMatchObject({
    manifest: { automountServiceAccountToken: false },
  });
});

describe('what others made or changed', () => {
  const NAMESPACE = 'orders-shared';
  const QUOTAS = `/api/v1/namespaces/${NAMESPACE}/resourcequotas`;
  const quota = (name: string, pods: string): ClusterManifest => ({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, namespace: NAMESPACE },
    spec: { hard: { pods, services: '2' } },
  });

  beforeAll(async () => {
    await server.json('/api/v1/namespaces', {
      method: 'POST',
      json: { metadata: { name: NAMESPACE } },
    });
  });

  it('is a conflict where something is to be created', async () => {
    const theirs = quota('theirs', '5');
    await server.json(QUOTAS, { method: 'POST', json: theirs });
    expect(
      await provisioner.apply(quota('theirs', '9'), undefined, asking()),
    ).toMatchObject({ outcome: 'conflict' });
    expect(
      await provisioner.apply(
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: NAMESPACE, labels: { ours: 'not' } },
        },
        undefined,
        asking(),
      ),
    ).toMatchObject({ outcome: 'conflict' });
    expect((await read(theirs))?.manifest.spec).toEqual(theirs.spec);
    const { metadata } = await server.json(`/api/v1/namespaces/${NAMESPACE}`);
    expect(metadata.labels).not.toHaveProperty('ours');
  });

  it('is a conflict by field and owner, until a person asks for a repair', async () => {
    const ours = quota('ours', '5');
    await provisioner.apply(ours, undefined, asking());
    await merge(`${QUOTAS}/ours`, { spec: { hard: { pods: '500' } } });
    const raised = (await read(ours))!;
    expect(await provisioner.apply(ours, raised, asking())).toEqual({
      outcome: 'conflict',
      reason: expect.stringMatching(/kubectl-edit.*\.spec\.hard\.pods/s),
    });
    expect((await read(ours))?.manifest.spec).toEqual({
      hard: { pods: '500', services: '2' },
    });

    const latest = (await read(ours))!;
    const repaired = await provisioner.apply(ours, latest, repairing());
    expect(repaired).toMatchObject({
      outcome: 'changed',
      object: { uid: raised.uid, manifest: { spec: ours.spec } },
    });
    expect(
      await provisioner.apply(ours, (await read(ours))!, asking()),
    ).toMatchObject({ outcome: 'unchanged' });
  });

  it('is put back without a word where a field was only taken away', async () => {
    const ours = quota('lowered', '5');
    await provisioner.apply(ours, undefined, asking());
    await merge(`${QUOTAS}/lowered`, { spec: { hard: { pods: null } } });
    expect(
      await provisioner.apply(ours, (await read(ours))!, asking()),
    ).toMatchObject({
      outcome: 'changed',
      object: { manifest: { spec: ours.spec } },
    });
  });

  it('is another one where it was made anew', async () => {
    const ours = quota('anew', '5');
    const created = objectOf(
      await provisioner.apply(ours, undefined, asking()),
    );
    await server.json(`${QUOTAS}/anew`, { method: 'DELETE' });
    for (const manner of [asking(), repairing()]) {
      expect(await provisioner.apply(ours, created, manner)).toMatchObject({
        outcome: 'conflict',
      });
      expect(await read(ours)).toBeUndefined();
    }
    await server.json(QUOTAS, { method: 'POST', json: quota('anew', '9') });
    const anew = (await read(ours))!;
    expect(
      await provisioner.apply(ours, { ...anew, uid: created.uid }, repairing()),
    ).toMatchObject({ outcome: 'conflict' });
    expect(await read(ours)).toMatchObject({ uid: anew.uid });
  });
});

describe('the credential', () => {
  const statusOf = async (path: string, method = 'GET', json?: object) => {
    const { provisioner: token } = running.tokens;
    return (await server.request(path, { method, token, json })).status;
  };

  it('reaches no further', async () => {
    const binding = {
      metadata: { name: 'evil' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'anybody',
        },
      ],
    };
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    expect([
      await statusOf('/api/v1/namespaces/kube-system/secrets'),
      await statusOf('/api/v1/secrets'),
      await statusOf('/api/v1/namespaces/default', 'DELETE'),
      await statusOf(
        '/api/v1/namespaces/default/serviceaccounts/default',
        'DELETE',
      ),
      await statusOf(
        `${rbac}/namespaces/default/rolebindings`,
        'POST',
        binding,
      ),
      await statusOf(`${rbac}/clusterrolebindings`, 'POST', binding),
      await statusOf('/api/v1/namespaces/default/pods', 'POST', {
        metadata: { name: 'a' },
        spec: { containers: [{ name: 'a', image: 'a' }] },
      }),
    ]).toEqual(Array.from({ length: 7 }, () => 403));
  });

  it('is warned of where it could do more', async () => {
    const powerful = await startProvisioner(server, {
      provisioner: { token: server.adminToken },
      prober: { token: server.adminToken },
    });
    try {
      const { warnings } = await powerful.provisioner.inspect(asking());
      expect(warnings).toEqual([
        expect.stringMatching(
          /^The credential of the provisioner may get secrets, .*bind clusterroles/,
        ),
        expect.stringMatching(/^The credential of the prober may get secrets/),
      ]);
    } finally {
      await powerful.stop();
    }
  });

  it('is missed where it was never given', async () => {
    const weak = await startProvisioner(server, {
      provisioner: {
        token: await server.createToken(
          'shift-down-enforcer',
          'shift-down-exceptions',
        ),
      },
      prober: undefined,
    });
    try {
      const { warnings, prober } = await weak.provisioner.inspect(asking());
      expect(prober).toBeUndefined();
      expect(warnings).toEqual([
        expect.stringMatching(
          /^The provisioner may not .*create namespaces.* examples\/kubernetes\/provisioner\.yaml/,
        ),
      ]);
      await expect(
        weak.provisioner.apply(
          {
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: 'never' },
          },
          undefined,
          asking(),
        ),
      ).rejects.toThrow('Grant it the rights of');
    } finally {
      await weak.stop();
    }
  });
});
