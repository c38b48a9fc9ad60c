/** What happens between the portal and an API server that is well. */
import { setTimeout as sleep } from 'node:timers/promises';
import { TestCluster } from './cluster/TestCluster';
import {
  aboutDeployment,
  deployment,
  namespace,
  policyReport,
} from './cluster/objects';
import { MIXED_RESULTS, shop } from './cluster/shop';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

describe('a cluster that is watched', () => {
  let cluster: TestCluster;
  let portal: Portal;
  let round = 0;

  /** Something new, something else and something less, while nobody may notice. */
  async function change() {
    round += 1;
    const name = `shop-${round}`;
    await cluster.apply(...shop(name));
    await cluster.patch('/apis/apps/v1/namespaces/shop/deployments/api', {
      metadata: { labels: { round: `${round}` } },
    });
    if (round > 1) {
      await cluster.delete(
        deployment(`shop-${round - 1}`, 'api'),
        policyReport(`shop-${round - 1}`, 'web', undefined, []),
      );
    }
  }

  beforeAll(async () => {
    cluster = await TestCluster.start();
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

  it('is followed within two seconds: new, changed and deleted objects', async () => {
    await change();
    await portal.settles(cluster, 15);

    const web = deployment('shop', 'late');
    await cluster.apply(web);
    const appeared = await eventually(2, async () =>
      (await portal.knex('subjects').where({ name: 'late' }).first())
        ? undefined
        : 'the new Deployment is not stored',
    );
    await cluster.delete(web);
    const disappeared = await eventually(2, async () =>
      (await portal
        .knex('subjects')
        .where({ name: 'late' })
        .whereNotNull('object_id')
        .first())
        ? 'the deleted Deployment is still stored'
        : undefined,
    );
    console.log(
      `seconds until stored: ${appeared.toFixed(
        2,
      )}, until gone: ${disappeared.toFixed(2)}`,
    );
    await portal.settles(cluster, 15);
  }, 60_000);

  it('follows an object that is deleted and made anew at once', async () => {
    const report = policyReport(
      'shop',
      'again',
      aboutDeployment('shop', 'web'),
      MIXED_RESULTS,
    );
    for (let times = 0; times < 5; times += 1) {
      await cluster.apply(report);
      await cluster.delete(report);
    }
    await cluster.apply(report);
    await portal.settles(cluster, 15);
  }, 60_000);

  it('forgets what was in a namespace that is deleted', async () => {
    await cluster.apply(...shop('short-lived'));
    await portal.settles(cluster, 20);
    await cluster.delete(namespace('short-lived'));
    await eventually(40, async () =>
      (
        await cluster.server.request('/api/v1/namespaces/short-lived')
      ).ok
        ? 'the namespace is not gone'
        : undefined,
    );
    await portal.settles(cluster, 20);
  }, 90_000);

  it.each(['reset', 'end'] as const)(
    'loses nothing when all its connections are cut by %s',
    async how => {
      cluster.proxy.cut(how);
      await change();
      await portal.settles(cluster, 30);
    },
    60_000,
  );

  it('loses nothing when answers are broken off in mid-line', async () => {
    cluster.proxy.cutAfter(2_000);
    await change();
    await sleep(3_000);
    await change();
    await cluster.proxy.pass();
    await portal.settles(cluster, 60);
  }, 120_000);

  it('loses nothing while the address refuses connections, and says what is wrong', async () => {
    await cluster.proxy.refuse();
    await change();
    await eventually(40, async () => {
      const source = await portal.source('PolicyReport');
      return source?.state === 'fresh'
        ? 'the source is still called fresh'
        : undefined;
    });
    const { error } = (await portal.source('PolicyReport'))!;
    expect(error).toMatch(/refused|reach|connect/i);
    const [{ count }] = await portal.knex('objects').count({ count: '*' });
    expect(Number(count)).toBeGreaterThan(50);
    await cluster.proxy.pass();
    await portal.settles(cluster, 90);
  }, 180_000);

  it('keeps up through a slow line', async () => {
    cluster.proxy.delay(150);
    await change();
    await portal.settles(cluster, 30);
    await cluster.proxy.pass();
  }, 60_000);

  it('notices a half-open connection, and catches up', async () => {
    cluster.proxy.silence();
    await change();
    await sleep(1_000);
    await cluster.proxy.pass();
    // Those that were silent stay dead: only a watchdog finds that out.
    const seconds = await portal.settles(cluster, 150);
    console.log(
      `seconds until a half-open connection was replaced: ${seconds.toFixed(
        1,
      )}`,
    );
  }, 200_000);

  it('goes on with a rotated token once the former one ends', async () => {
    await portal.settles(cluster, 30);
    const { name, namespace: home } = cluster.account;
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: home },
    };
    // Only the end of its account ends a token early.
    await cluster.delete(account);
    // So long the API server remembers whom it has believed.
    await sleep(12_000);
    cluster.proxy.cut();
    await eventually(60, async () => {
      const source = await portal.source('PolicyReport');
      return source?.state === 'fresh' ? 'still called fresh' : undefined;
    });
    await cluster.apply(account);
    await cluster.rotateToken();
    await change();
    await portal.settles(cluster, 120);
  }, 240_000);
});
