/** Several clusters, of which one does not answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { deployment } from './cluster/objects';
import { shop } from './cluster/shop';
import { TestCluster } from './cluster/TestCluster';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

const NAMES = ['north', 'south', 'west'];

describe('three clusters', () => {
  let clusters: TestCluster[] = [];
  let portal: Portal;

  beforeAll(async () => {
    for (const _ of NAMES) {
      const cluster = await TestCluster.start({ controllerManager: false });
      clusters = [...clusters, cluster];
      await cluster.apply(...shop());
    }
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [
        ...clusters.map((cluster, index) => cluster.entry(NAMES[index])),
        // The first one once more, under another name.
        clusters[0].entry('north-again'),
      ],
      shiftDown: { collection: { staleAfter: { seconds: 30 } } },
    });
    for (const [index, cluster] of clusters.entries()) {
      await portal.settles(cluster, 60, { name: NAMES[index] });
    }
  }, 240_000);

  afterAll(async () => {
    await portal?.stop();
    await Promise.all(clusters.map(cluster => cluster.stop()));
  }, 60_000);

  it('are collected once each, even if one is configured twice', async () => {
    const again = await portal
      .knex('clusters')
      .where({ name: 'north-again' })
      .first();
    const north = await portal
      .knex('clusters')
      .where({ name: 'north' })
      .first();
    // Whoever comes first has it.
    expect([again.duplicate_of, north.duplicate_of]).toContainEqual(
      again.duplicate_of ? 'north' : 'north-again',
    );
  });

  it('stay fresh while one of them hangs, which is called stale', async () => {
    clusters[1].server.apiServer.pause();
    const end = Date.now() + 45_000;
    for (let times = 0; Date.now() < end; times += 1) {
      for (const index of [0, 2]) {
        await clusters[index].apply(deployment('shop', `late-${times}`));
        await portal.settles(clusters[index], 10, { name: NAMES[index] });
      }
      await sleep(5_000);
    }
    await eventually(100, async () => {
      const source = await portal.source('PolicyReport', 'south');
      return source?.state === 'fresh'
        ? 'the cluster that hangs is still called fresh'
        : undefined;
    });
    for (const name of ['north', 'west']) {
      expect(await portal.source('PolicyReport', name)).toMatchObject({
        state: 'fresh',
      });
    }
    clusters[1].server.apiServer.resume();
    await clusters[1].apply(deployment('shop', 'late'));
    await portal.settles(clusters[1], 120, { name: 'south' });
  }, 300_000);
});
