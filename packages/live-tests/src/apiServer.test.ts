/** What happens to an API server and to what it remembers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AUDIT_POLICY, readAuditLog } from './cluster/auditLog';
import { deployment, namespace, policyReport } from './cluster/objects';
import { shop } from './cluster/shop';
import { TestCluster } from './cluster/TestCluster';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

const REPORTS = 300;

describe('an API server that comes and goes', () => {
  let cluster: TestCluster;
  let portal: Portal;
  let round = 0;

  async function change() {
    round += 1;
    await cluster.apply(...shop(`shop-${round}`));
    if (round > 1) {
      await cluster.delete(deployment(`shop-${round - 1}`, 'api'));
    }
  }

  /** Forgets everything up to now, and goes on a little. */
  async function compact() {
    await cluster.patch('/api/v1/namespaces/shop', {
      metadata: { labels: { compacted: String(Date.now()) } },
    });
    await cluster.server.compact();
  }

  beforeAll(async () => {
    cluster = await TestCluster.start({
      auditPolicy: AUDIT_POLICY,
      // The API server's own memory would hide that etcd forgot.
      apiServerArguments: ['--watch-cache=false'],
    });
    await cluster.apply(...shop());
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

  it('was asked for nothing that may hold secret values', async () => {
    const resources = new Set(
      (await readAuditLog(cluster.server)).map(
        ({ objectRef }) => objectRef?.resource,
      ),
    );
    expect(resources).toContain('pods');
    expect(resources).not.toContain('secrets');
    expect(resources).not.toContain('configmaps');
  });

  it('is listed anew when it has forgotten since when it is watched', async () => {
    // Such a watch begins well, and only then says that it is too late.
    const lists = async () =>
      (await readAuditLog(cluster.server)).filter(
        ({ verb, objectRef }) =>
          verb === 'list' && objectRef?.resource === 'deployments',
      ).length;
    const before = await lists();
    await cluster.proxy.refuse();
    await change();
    await compact();
    await cluster.proxy.pass();
    await portal.settles(cluster, 60);
    expect(await lists()).toBeGreaterThan(before);
  }, 120_000);

  it('is listed anew when it forgets between two pages', async () => {
    await cluster.apply(
      ...Array.from({ length: REPORTS }, (_, index) =>
        policyReport('shop', `page-${index}`, undefined, [
          {
            policy: 'live-pages',
            result: index % 2 ? 'pass' : 'fail',
            about: { apiVersion: 'v1', kind: 'Pod', name: `page-${index}` },
          },
        ]),
      ),
    );
    await portal.settles(cluster, 60);
    await cluster.proxy.refuse();
    await compact();
    cluster.proxy.delay(60);
    await cluster.proxy.pass();
    cluster.proxy.delay(60);
    let continued = 0;
    const end = Date.now() + 20_000;
    while (Date.now() < end && continued < 3) {
      await compact();
      continued = (await readAuditLog(cluster.server)).filter(
        ({ requestURI, responseStatus }) =>
          requestURI.includes('continue=') && responseStatus?.code === 410,
      ).length;
      await sleep(20);
    }
    await cluster.proxy.pass();
    await portal.settles(cluster, 90);
    expect(continued).toBeGreaterThan(0);
  }, 180_000);

  it.each(['in order', 'by SIGKILL'])(
    'loses nothing over its restart %s',
    async how => {
      if (how === 'in order') {
        await cluster.server.apiServer.stop();
      } else {
        await cluster.server.apiServer.kill();
      }
      await sleep(2_000);
      await cluster.server.apiServer.start();
      await change();
      await portal.settles(cluster, 90);
    },
    180_000,
  );

  it('is waited for while it hangs', async () => {
    cluster.server.apiServer.pause();
    await sleep(20_000);
    cluster.server.apiServer.resume();
    await change();
    await portal.settles(cluster, 120);
  }, 200_000);

  it('is another cluster once its contents are others', async () => {
    const former = await cluster.uid();
    await cluster.server.replace();
    await cluster.prepare();
    await cluster.apply(...shop('other', 'team-bank'));
    const seconds = await portal.settles(cluster, 120);
    console.log(
      `seconds until a replaced cluster was told apart: ${seconds.toFixed(1)}`,
    );
    for (const table of [
      'objects',
      'subjects',
      'namespaces',
      'report_writers',
    ]) {
      const [{ count }] = await portal
        .knex(table)
        .where({ cluster_uid: former })
        .count({ count: '*' });
      expect({ table, count: Number(count) }).toEqual({ table, count: 0 });
    }
    await eventually(10, async () => {
      const [{ count }] = await portal.knex('namespaces').count({ count: '*' });
      const stored = Number(count);
      return stored < 8 ? undefined : `${stored} namespaces are stored`;
    });
    await cluster.delete(namespace('other'));
    await portal.settles(cluster, 60);
  }, 300_000);
});
