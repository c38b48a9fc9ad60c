/** The first look at a cluster of 20,000 objects. */
import type { KubernetesObject } from 'control-plane';
import {
  aboutDeployment,
  deployment,
  namespace,
  networkPolicy,
  policyReport,
  pod,
  vulnerabilityReport,
  type Result,
} from './cluster/objects';
import { TestCluster } from './cluster/TestCluster';
import { PATHS } from './compare/readCluster';
import { eventually } from './eventually';
import { Portal } from './portal/Portal';

const NAMESPACES = 40;
const PER_NAMESPACE = 100;
const RESULTS: Result[] = [
  { policy: 'disallow-latest-tag', rule: 'tag', result: 'fail' },
  { policy: 'disallow-privileged-containers', result: 'pass' },
  ...Array.from({ length: 8 }, (_, index) => ({
    policy: `live-${index}`,
    rule: 'rule',
    result: index % 4 === 0 ? 'fail' : 'pass',
  })),
];

/** 40 × (1 + 100 × 5) = 20,040, beside what every cluster has. */
function* objects(): Generator<KubernetesObject> {
  for (let place = 0; place < NAMESPACES; place += 1) {
    const home = `place-${place}`;
    yield namespace(home, { 'shift-down.io/owner': 'team-shop' });
    for (let index = 0; index < PER_NAMESPACE; index += 1) {
      const name = `service-${index}`;
      yield deployment(home, name);
      yield pod(home, `pod-${index}`);
      yield networkPolicy(home, name);
      yield policyReport(home, name, aboutDeployment(home, name), RESULTS);
      yield vulnerabilityReport(home, name, aboutDeployment(home, name), [
        'CVE-2026-0001',
        `CVE-2026-${1000 + index}`,
      ]);
    }
  }
}

describe('a cluster of 20,000 objects', () => {
  let cluster: TestCluster;
  let portal: Portal;

  beforeAll(async () => {
    // Pods of 4,000 Deployments would be 8,000 objects more, and make none of the others.
    cluster = await TestCluster.start({ controllerManager: false });
    const started = performance.now();
    await cluster.apply(...objects());
    console.log(
      `objects made in ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
  }, 300_000);

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
  }, 60_000);

  it('is read in full, in bounded memory', async () => {
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [cluster.entry('main')],
    });
    const started = performance.now();
    const seconds = await eventually(180, async () => {
      const sources = await portal
        .knex('sources')
        .where({ cluster_name: 'main', state: 'fresh' })
        .whereNot({ kind: 'Evaluation' });
      const kinds = Object.keys(PATHS).length;
      return sources.length === kinds
        ? undefined
        : `${sources.length} of ${kinds} kinds are fresh`;
    });
    await portal.settles(cluster, 60);
    const total = (performance.now() - started) / 1000;
    const [{ count }] = await portal.knex('objects').count({ count: '*' });
    const { memory, peakResident } = await portal.replica.memory();
    const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20);
    console.table({
      objects: Number(count),
      'seconds until fresh': seconds.toFixed(1),
      'seconds until compared': total.toFixed(1),
      'objects/s': Math.round(Number(count) / seconds),
      'results/s': Math.round((NAMESPACES * PER_NAMESPACE * 10) / seconds),
      'peak MiB': mebibytes(peakResident),
      'MiB afterwards': mebibytes(memory.resident),
      'heap MiB afterwards': mebibytes(memory.heap),
    });
    expect(Number(count)).toBeGreaterThan(20_000);
    expect(mebibytes(peakResident)).toBeLessThan(1_024);
  }, 300_000);

  it('is not stored anew by a portal that starts again', async () => {
    const hashes = async () => {
      const rows = await portal.knex('findings').select('id', 'first_seen');
      return new Map(rows.map(({ id, first_seen }) => [id, first_seen]));
    };
    const before = await hashes();
    await portal.replica.stop();
    const replica = await portal.addReplica();
    await portal.settles(cluster, 120);
    // Our own evaluation may add some all the while.
    const kept = [...(await hashes())].filter(([id]) => before.has(id));
    expect(new Map(kept)).toEqual(before);
    expect(replica.running).toBe(true);
  }, 240_000);
});
