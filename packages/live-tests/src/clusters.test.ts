/** Several clusters, of which one does not answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { deployment } from './cluster/objects';
import { shop } from './cluster/shop';
import { TestCluster } from './cluster/TestCluster';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

/** The last is the first once more. */
const NAMES = ['north', 'south', 'west', 'north-again'];
const CLUSTERS = 3;

describe('three clusters', () => {
  let clusters: TestCluster[] = [];
  let portal: Portal;
  /** Under which each is collected. */
  let names: string[] = [];

  beforeAll(async () => {
    for (let index = 0; index < CLUSTERS; index += 1) {
      const cluster = await TestCluster.start({ controllerManager: false });
      clusters = [...clusters, cluster];
      await cluster.apply(...shop());
    }
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [
        ...clusters.map((cluster, index) => cluster.entry(NAMES[index])),
        clusters[0].entry(NAMES[CLUSTERS]),
      ],
      shiftDown: { collection: { staleAfter: { seconds: 30 } } },
    });
    await eventually(60, async () =>
      (await duplicates()).length === 1 ? undefined : 'nobody is a duplicate',
    );
    const [duplicate] = await duplicates();
    names = NAMES.filter(name => name !== duplicate.name);
    if (duplicate.name === NAMES[0]) {
      names = [NAMES[CLUSTERS], ...names.slice(0, -1)];
    }
    for (const [index, cluster] of clusters.entries()) {
      await portal.settles(cluster, 60, { name: names[index] });
    }
  }, 240_000);

  afterAll(async () => {
    await portal?.stop();
    await Promise.all(clusters.map(cluster => cluster.stop()));
  }, 60_000);

  /** Whoever comes first collects it. */
  async function duplicates(): Promise<
    { name: string; duplicate_of: string }[]
  > {
    return portal.knex('clusters').whereNotNull('duplicate_of');
  }

  it('are collected once each, even if one is configured twice', async () => {
    const [{ name, duplicate_of }] = await duplicates();
    expect([name, duplicate_of].sort()).toEqual(['north', 'north-again']);
    const sources = await portal.knex('sources').where({ cluster_name: name });
    expect(sources.filter(({ state }) => state === 'fresh')).toEqual([]);
  });

  it('stay fresh while one of them hangs, which is called stale', async () => {
    clusters[1].server.apiServer.pause();
    const end = Date.now() + 45_000;
    for (let times = 0; Date.now() < end; times += 1) {
      for (const index of [0, 2]) {
        await clusters[index].apply(deployment('shop', `late-${times}`));
        await portal.settles(clusters[index], 10, { name: names[index] });
      }
      await sleep(5_000);
    }
    await eventually(100, async () => {
      const source = await portal.source('PolicyReport', names[1]);
      return source?.state === 'fresh'
        ? 'the cluster that hangs is still called fresh'
        : undefined;
    });
    for (const name of [names[0], names[2]]) {
      expect(await portal.source('PolicyReport', name)).toMatchObject({
        state: 'fresh',
      });
    }
    clusters[1].server.apiServer.resume();
    await clusters[1].apply(deployment('shop', 'late'));
    await portal.settles(clusters[1], 120, { name: names[1] });
  }, 300_000);
});
