/** Somebody who administers a namespace writes reports: nothing may turn green. */
import type { KubernetesObject } from 'control-plane';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  aboutDeployment,
  deployment,
  namespace,
  policyReport,
  type Result,
} from './cluster/objects';
import { KUBERNETES_ID } from './cluster/shop';
import { TestCluster } from './cluster/TestCluster';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

const RBAC = 'rbac.authorization.k8s.io';
/** Only reports speak of it: nothing in this cluster has us evaluate it ourselves. */
const CONTROL = 'read-only-root-filesystem';
const POLICY = 'require-ro-rootfs';
/** We evaluate it ourselves, and the Deployments here fail it. */
const OWN_CONTROL = 'run-as-non-root';
const OWN_POLICY = 'require-run-as-nonroot';

/** As the chart of a policy engine does by default. */
const REPORTS_FOR_ADMINS: KubernetesObject = {
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRole',
  metadata: {
    name: 'engine:admin:reports',
    labels: { [`${RBAC}/aggregate-to-admin`]: 'true' },
  },
  rules: [
    {
      apiGroups: ['wgpolicyk8s.io'],
      resources: ['policyreports'],
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    },
  ],
};

function adminOf(place: string, user: string): KubernetesObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: { name: `admin-${user}`, namespace: place },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'User', name: user, apiGroup: RBAC }],
  };
}

interface Posture {
  score?: number;
  grade: string;
  controls: { id: string; result: string; reason?: string }[];
}

describe('reports that a namespace admin writes', () => {
  let cluster: TestCluster;
  let portal: Portal;

  const report = (place: string, result: string, more: Result[] = []) =>
    policyReport(place, 'web', aboutDeployment(place, 'web'), [
      { policy: POLICY, rule: 'check', result },
      ...more,
    ]);

  async function posture(name: string): Promise<Posture> {
    return portal.replica.get(
      `/entities/by-name/component/default/${name}/posture`,
    );
  }

  async function resultOf(
    name: string,
    control = CONTROL,
  ): Promise<string | undefined> {
    const { controls } = await posture(name);
    return controls.find(({ id }) => id === control)?.result;
  }

  /** Waits until it is so, and then that it stays so. */
  async function staysAt(name: string, ...wanted: string[]): Promise<void> {
    await eventually(20, async () => {
      const result = String(await resultOf(name));
      return wanted.includes(result) ? undefined : `${name} is ${result}`;
    });
    await sleep(3_000);
    expect(wanted).toContain(await resultOf(name));
  }

  /** As the admin of the namespace, not as ours. */
  async function asMallory(path: string, options: object): Promise<number> {
    const response = await cluster.server.request(path, {
      ...options,
      token: 'mallory-token',
    });
    await response.text();
    return response.status;
  }

  const PATH = '/apis/wgpolicyk8s.io/v1alpha2/namespaces';

  beforeAll(async () => {
    cluster = await TestCluster.start({
      tokens: [{ token: 'mallory-token', user: 'mallory' }],
    });
    await cluster.apply(
      namespace('shop', { 'shift-down.io/owner': 'team-shop' }),
      namespace('bank', { 'shift-down.io/owner': 'team-bank' }),
      deployment('shop', 'web', { labels: { [KUBERNETES_ID]: 'shop' } }),
      deployment('bank', 'web', { labels: { [KUBERNETES_ID]: 'bank' } }),
      report('shop', 'fail'),
      report('bank', 'pass'),
    );
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [cluster.entry('main')],
    });
    await portal.settles(cluster, 60);
  }, 180_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  }, 60_000);

  it('are believed while nobody else may write them', async () => {
    await staysAt('bank', 'pass');
    await staysAt('shop', 'fail');
  }, 60_000);

  it('make passes unverified as soon as somebody may write them', async () => {
    await cluster.apply(REPORTS_FOR_ADMINS, adminOf('shop', 'mallory'));
    await eventually(20, async () =>
      (await asMallory(`${PATH}/shop/policyreports`, {})) === 200
        ? undefined
        : 'the role is not aggregated yet',
    );
    await portal.settles(cluster, 20);
    const writers = await eventually(20, async () => {
      const rows = await portal.knex('report_writers').where({
        source_kind: 'PolicyReport',
      });
      return rows.some(({ writer }) => String(writer).includes('mallory'))
        ? undefined
        : `writers are ${JSON.stringify(rows)}`;
    });
    expect(writers).toBeLessThan(20);
    await staysAt('shop', 'fail');
    // Nobody may write in the other namespace: what is said there stands.
    await staysAt('bank', 'pass');
  }, 90_000);

  it('do not turn a failure green by a forged pass', async () => {
    const current = await cluster.server.json<KubernetesObject>(
      `${PATH}/shop/policyreports/web`,
    );
    expect(
      await asMallory(`${PATH}/shop/policyreports/web`, {
        method: 'PUT',
        json: {
          ...report('shop', 'pass'),
          metadata: current.metadata,
        },
      }),
    ).toBe(200);
    await portal.settles(cluster, 20);
    await staysAt('shop', 'unknown', 'fail');

    expect(
      await asMallory(`${PATH}/shop/policyreports`, {
        method: 'POST',
        json: policyReport('shop', 'forged', aboutDeployment('shop', 'web'), [
          { policy: POLICY, rule: 'check', result: 'pass' },
        ]),
      }),
    ).toBe(201);
    await portal.settles(cluster, 20);
    await staysAt('shop', 'unknown', 'fail');
  }, 90_000);

  it('do not outweigh what we find ourselves', async () => {
    expect(
      await asMallory(`${PATH}/shop/policyreports`, {
        method: 'POST',
        json: policyReport('shop', 'praise', aboutDeployment('shop', 'web'), [
          { policy: OWN_POLICY, rule: 'check', result: 'pass' },
        ]),
      }),
    ).toBe(201);
    await portal.settles(cluster, 20);
    await sleep(3_000);
    expect(await resultOf('shop', OWN_CONTROL)).toBe('fail');
  }, 90_000);

  it('do not turn a failure green by being deleted', async () => {
    await cluster.apply(report('shop', 'fail'));
    await portal.settles(cluster, 20);
    await staysAt('shop', 'fail');
    for (const name of ['web', 'forged']) {
      expect(
        await asMallory(`${PATH}/shop/policyreports/${name}`, {
          method: 'DELETE',
        }),
      ).toBe(200);
    }
    await portal.settles(cluster, 20);
    await staysAt('shop', 'unknown', 'fail');
    expect((await posture('shop')).grade).not.toBe('A');
  }, 90_000);

  it('say nothing about other namespaces, nor about what has none', async () => {
    await cluster.apply(
      policyReport('bank', 'web', aboutDeployment('bank', 'web'), [
        { policy: POLICY, rule: 'check', result: 'fail' },
      ]),
    );
    await portal.settles(cluster, 20);
    await staysAt('bank', 'fail');
    expect(
      await asMallory(`${PATH}/shop/policyreports`, {
        method: 'POST',
        json: policyReport('shop', 'abroad', undefined, [
          {
            policy: POLICY,
            rule: 'check',
            result: 'pass',
            about: aboutDeployment('bank', 'web'),
          },
          {
            policy: 'live-labels',
            result: 'fail',
            about: { apiVersion: 'v1', kind: 'Namespace', name: 'bank' },
          },
        ]),
      }),
    ).toBe(201);
    // The comparison counts what was dropped.
    await portal.settles(cluster, 20);
    await staysAt('bank', 'fail');
  }, 90_000);

  it('are believed again once nobody else may write them and the engine has spoken', async () => {
    await cluster.delete(adminOf('shop', 'mallory'));
    await cluster.apply(report('shop', 'pass'));
    await portal.settles(cluster, 20);
    await staysAt('shop', 'pass');
  }, 90_000);
});
