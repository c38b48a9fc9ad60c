/** Several replicas over one PostgreSQL, and what happens to them. */
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deployment, policyReport, aboutDeployment } from './cluster/objects';
import { MIXED_RESULTS, shop } from './cluster/shop';
import { TestCluster } from './cluster/TestCluster';
import { compareWithDatabase } from './compare/compareWithDatabase';
import { expectedOf } from './compare/expectation';
import { readCluster } from './compare/readCluster';
import { eventually } from './eventually';
import { FaultProxy } from './faults/FaultProxy';
import { Portal } from './portal/Portal';
import { postgresqlConnection } from './portal/PortalDatabase';
import type { Replica } from './portal/Replica';

const LEASE = 'source:main';
const TAKE_OVER_SECONDS = 30;

describe('replicas over one database', () => {
  let cluster: TestCluster;
  let database: FaultProxy;
  let portal: Portal;
  let round = 0;

  /** Enough at once that somebody is in the middle of writing it. */
  async function change(reports = 5) {
    round += 1;
    const name = `shop-${round}`;
    await cluster.apply(
      ...shop(name),
      ...Array.from({ length: reports }, (_, index) =>
        policyReport(
          name,
          `report-${index}`,
          aboutDeployment(name, `some-${index}`),
          MIXED_RESULTS,
        ),
      ),
    );
    if (round > 1) {
      await cluster.delete(deployment(`shop-${round - 1}`, 'api'));
    }
  }

  async function lease() {
    const row = await portal.knex('leases').where({ name: LEASE }).first();
    return { term: Number(row?.term ?? 0), holder: String(row?.holder ?? '') };
  }

  /** The replica that collects now says so in its log. */
  async function termOf(replica: Replica): Promise<number> {
    const text = await replica.log();
    const terms = [
      ...text.matchAll(/Collecting cluster 'main' in term (\d+)/g),
    ];
    return Number(terms.at(-1)?.[1] ?? 0);
  }

  async function collector(): Promise<Replica> {
    const { term } = await lease();
    for (const replica of portal.replicas.filter(({ running }) => running)) {
      if ((await termOf(replica)) === term) {
        return replica;
      }
    }
    throw new Error(`Nobody says that it collects in term ${term}`);
  }

  beforeAll(async () => {
    const url = postgresqlConnection();
    if (!url) {
      throw new Error(
        'Needs PostgreSQL: set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING',
      );
    }
    cluster = await TestCluster.start();
    await cluster.apply(...shop());
    database = await FaultProxy.start({
      host: url.hostname,
      port: Number(url.port || 5432),
    });
    portal = await Portal.start({
      engine: 'postgresql',
      databaseVia: database.port,
      clusters: [cluster.entry('main')],
    });
    await portal.addReplica();
    await portal.settles(cluster, 60);
  }, 180_000);

  afterAll(async () => {
    await portal?.stop();
    await database?.stop();
    await cluster?.stop();
  }, 60_000);

  it('share a cluster: one of them collects it', async () => {
    await change();
    await portal.settles(cluster, 20);
    expect((await lease()).term).toBe(1);
    const terms = await Promise.all(portal.replicas.map(termOf));
    expect(terms.sort()).toEqual([0, 1]);
  }, 60_000);

  it('take over within 30 s when the one that collects is killed while it writes', async () => {
    const { term } = await lease();
    const victim = await collector();
    const changing = change(400);
    await eventually(
      30,
      async () => {
        const [{ count }] = await portal
          .knex('objects')
          .where({ namespace: `shop-${round}` })
          .count({ count: '*' });
        return Number(count) > 20 ? undefined : `${count} objects are stored`;
      },
      10,
    );
    await victim.kill();
    const seconds = await eventually(TAKE_OVER_SECONDS, async () =>
      (await lease()).term > term
        ? undefined
        : 'the lease is still of the dead',
    );
    console.log(
      `seconds until another replica took over: ${seconds.toFixed(1)}`,
    );
    await changing;
    await portal.settles(cluster, 60);
    await portal.addReplica();
  }, 180_000);

  it('hand over at once at an orderly shutdown', async () => {
    const { term } = await lease();
    const leaving = await collector();
    const changing = change(100);
    await leaving.stop();
    const seconds = await eventually(10, async () =>
      (await lease()).term > term ? undefined : 'the lease was not handed over',
    );
    console.log(
      `seconds until the lease was handed over: ${seconds.toFixed(1)}`,
    );
    expect(seconds).toBeLessThan(5);
    await changing;
    await portal.settles(cluster, 60);
    await portal.addReplica();
  }, 180_000);

  it('never write both, even if one wakes up that was suspended while it wrote', async () => {
    const { term } = await lease();
    const sleeper = await collector();
    const changing = change(300);
    await sleep(500);
    sleeper.suspend();
    await changing;
    // What it left behind must not hold up its successor.
    const seconds = await eventually(60, async () =>
      (await lease()).term > term ? undefined : 'nobody took over',
    );
    console.log(
      `seconds until a suspended replica was replaced: ${seconds.toFixed(1)}`,
    );
    const successor = await lease();
    await change(20);
    await portal.settles(cluster, 60);
    sleeper.resume();
    await sleep(5_000);
    await change(20);
    await portal.settles(cluster, 60);
    expect(await lease()).toEqual(successor);
  }, 240_000);

  it('write nothing under a lease that is another’s', async () => {
    const before = await lease();
    const replica = await collector();
    // Somebody else has taken over, and this replica was not told yet.
    const taken = performance.now();
    await portal.knex.transaction(async tx => {
      // As a taking does: what is being written under the old term ends first.
      await tx('leases').where({ name: LEASE }).forUpdate().first();
      await tx('leases')
        .where({ name: LEASE })
        .update({
          holder: randomUUID(),
          term: before.term + 1,
          expires_at: new Date(Date.now() + 30_000).toISOString(),
        });
    });
    const count = async () => {
      const [{ count: number }] = await portal
        .knex('objects')
        .count({ count: '*' });
      return Number(number);
    };
    const stored = await count();
    await change(20);
    await sleep(8_000);
    expect(await count()).toBe(stored);
    // Else somebody may have taken the lease rightly, and the count says nothing.
    expect(performance.now() - taken).toBeLessThan(30_000);
    expect(replica.running).toBe(true);
    await portal.settles(cluster, 60);
    expect((await lease()).term).toBeGreaterThan(before.term + 1);
  }, 120_000);

  it.each(['cut and refused', 'hanging'])(
    'survive a minute without the database, %s',
    async how => {
      if (how === 'hanging') {
        database.silence();
      } else {
        await database.refuse();
      }
      await change(20);
      await sleep(how === 'hanging' ? 30_000 : 60_000);
      await database.pass();
      // Silent connections stay dead; the portal must find that out.
      const seconds = await portal.settles(cluster, 180);
      console.log(
        `seconds after the database was back (${how}): ${seconds.toFixed(1)}`,
      );
      expect(portal.replicas.filter(({ running }) => running)).toHaveLength(2);
    },
    300_000,
  );

  it('agree in spite of clocks that are wrong', async () => {
    const term = await steadyTerm();
    const fast = await portal.addReplica({ clockSkewMilliseconds: 600_000 });
    const slow = await portal.addReplica({ clockSkewMilliseconds: -600_000 });
    const right = portal.replicas.filter(
      replica => replica.running && replica !== fast && replica !== slow,
    );
    // Nobody takes a lease that does not look run out to the database.
    expect((await lease()).term).toBe(term);
    await staysFresh();

    await Promise.all(right.map(replica => replica.stop()));
    await change();
    await portal.settles(cluster, 60);
    await staysFresh();

    await (await collector()).stop();
    await change();
    await portal.settles(cluster, 60);
    await staysFresh();
  }, 300_000);

  /** Whoever had lost the database in silence may still be finding out. */
  async function steadyTerm(): Promise<number> {
    for (let tries = 0; tries < 5; tries++) {
      const { term } = await lease();
      await sleep(15_000);
      if ((await lease()).term === term) {
        return term;
      }
    }
    throw new Error('The lease goes from hand to hand');
  }

  /** While a heartbeat comes, nobody may call it stale, whatever the own clock says. */
  async function staysFresh() {
    const states = new Set<string>();
    const beats = new Set<string>();
    const end = performance.now() + 20_000;
    while (performance.now() < end) {
      const source = await portal
        .knex('sources')
        .where({ cluster_name: 'main', kind: 'PolicyReport' })
        .first();
      states.add(source.state);
      beats.add(source.last_success_at);
      await sleep(500);
    }
    expect([...states]).toEqual(['fresh']);
    expect(beats.size).toBeGreaterThan(1);
  }

  it('would be found out: the comparison notices every difference', async () => {
    await Promise.all(portal.replicas.map(replica => replica.stop()));
    const expected = expectedOf(
      await readCluster(cluster.server),
      await cluster.uid(),
    );
    const tamper: Record<string, (tx: Knex) => Promise<unknown>> = {
      'is lost': tx =>
        tx('objects').where({ source_kind: 'NetworkPolicy' }).delete(),
      'is left over': tx =>
        tx('objects')
          .where({ source_kind: 'ServiceAccount', namespace: 'shop' })
          .update({ name: 'ghost' }),
      'and not': tx => tx('namespaces').update({ labels: '{"a":"b"}' }),
      'passes are': tx => tx('passes').delete(),
      'of disallow-latest-tag/tag is lost': tx =>
        tx('occurrences')
          .where('detail', 'like', '%disallow-latest-tag%')
          .delete(),
      'seen nowhere': tx => tx('occurrences').delete(),
      'workload shop/Deployment/web is': tx =>
        tx('containers').where({ name: 'sidecar' }).delete(),
      'advisories of': tx =>
        tx('occurrences')
          .where({ source_kind: 'VulnerabilityReport' })
          .delete(),
      'still speaks of': tx =>
        tx('subjects').where({ kind: 'Deployment' }).update({ kind: 'Other' }),
      'is stale and not fresh': tx =>
        tx('sources').where({ kind: 'Role' }).update({ state: 'stale' }),
    };
    expect(
      await compareWithDatabase(portal.knex, expected, { name: 'main' }),
    ).toEqual([]);
    for (const [word, spoil] of Object.entries(tamper)) {
      const differences = await differencesAfter(spoil);
      expect(`${word}: ${differences.join('\n')}`).toMatch(
        new RegExp(`: [^]*${word}`),
      );
    }

    /** What is spoilt is whole again afterwards. */
    async function differencesAfter(
      spoil: (tx: Knex) => Promise<unknown>,
    ): Promise<string[]> {
      const tx = await portal.knex.transaction();
      try {
        await spoil(tx);
        return await compareWithDatabase(tx, expected, { name: 'main' });
      } finally {
        await tx.rollback();
      }
    }
  }, 120_000);
});
