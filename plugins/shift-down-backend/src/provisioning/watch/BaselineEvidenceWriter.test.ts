/** What a record says shows as findings, and goes with the record. */
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../../__testUtils__/database';
import { eventually } from '../../__testUtils__/eventually';
import { CLUSTER, CONTROLS, FOLLOWER } from '../../__testUtils__/sink';
import { silentMetrics } from '../../__testUtils__/telemetry';
import { WatchBench } from './__testUtils__/WatchBench';
import { BaselineEvidenceWriter } from './BaselineEvidenceWriter';
import { namespaceManifest } from './__testUtils__/plannedObjects';

jest.setTimeout(60_000);

describe('evidence about managed namespaces', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;
    let stop: AbortController;
    let current: string | undefined;

    const start = (enabled = true) => {
      stop = new AbortController();
      const writer = new BaselineEvidenceWriter({
        database: bench.knex,
        clock: bench.clock,
        lease: bench.lease,
        clusterName: CLUSTER.name,
        controls: CONTROLS,
        follower: FOLLOWER,
        enabled,
        currentVersion: async () => current,
        metrics: silentMetrics().collection,
        staleAfterSeconds: 300,
        signal: stop.signal,
        logger: mockServices.logger.mock(),
        onMarked: () => {},
        delayMilliseconds: 10,
        pollMilliseconds: 50,
      });
      writer.changed('Namespace');
      return writer;
    };
    const results = async () => {
      const rows = await bench
        .knex('occurrences as o')
        .join('findings as f', 'f.id', 'o.finding_id')
        .where('o.source_kind', 'Baseline')
        .orderBy('f.control_id')
        .select('f.control_id', 'f.subject_name', 'o.result');
      return rows.map(it => `${it.control_id} ${it.subject_name} ${it.result}`);
    };
    const come = async (expected: string[]) =>
      await eventually(
        async () =>
          JSON.stringify(await results()) === JSON.stringify(expected),
      );

    beforeEach(async () => {
      current = '1.0.0';
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      await bench.fresh();
    });

    afterEach(() => stop.abort());

    it('follows drift, wish and version, and goes with the record', async () => {
      const id = await bench.managed('shop');
      start();
      await come(['namespace-drift shop unknown']);

      await bench.knex('managed_namespaces').update({
        drift_at: bench.clock.now().toISOString(),
        drift_hash: 'one',
      });
      await come([]);
      expect(
        await bench.knex('passes').where('source_kind', 'Baseline'),
      ).toHaveLength(1);

      const drift = {
        type: 'missing',
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        namespace: 'shop',
        name: 'quota',
        message: 'It is not there',
        differences: [],
        controls: [],
      };
      await bench.knex('managed_namespaces').update({
        drift: JSON.stringify([drift]),
        drift_hash: 'two',
      });
      await come(['namespace-drift shop fail']);

      await bench.knex('managed_namespaces').update({
        drift: '[]',
        drift_hash: 'three',
        wished_level: 'baseline',
      });
      await come(['namespace-level shop fail']);

      current = '2.0.0';
      await come([
        'namespace-baseline-version shop fail',
        'namespace-level shop fail',
      ]);

      await bench.knex('managed_namespaces').where({ id }).update({
        state: 'gone',
        gone_at: bench.clock.now().toISOString(),
      });
      await come([]);
      expect(
        await bench.knex('objects').where('source_kind', 'Baseline'),
      ).toEqual([]);
    });

    it('is fresh where there is nothing to say, and as old as what it is made of', async () => {
      start();
      const source = async () =>
        await bench.knex('sources').where('kind', 'Baseline').first();
      await eventually(async () => (await source())?.state === 'fresh');
      await bench.fresh({ Namespace: 'failed' });
      expect((await source()).state).toBe('failed');
    });

    it('says nothing of another Namespace of that name', async () => {
      await bench.recorded('shop', { wished_level: 'baseline' });
      await bench.collect(namespaceManifest('shop', { id: '' }), 'another');
      const writer = start();
      await writer.whenIdle();
      expect(await results()).toEqual([]);
    });

    it('is not installed, and nothing is left, where nothing is asked for', async () => {
      await bench.managed('shop', { wished_level: 'baseline' });
      await start().whenIdle();
      expect(await results()).not.toEqual([]);
      stop.abort();
      await start(false).whenIdle();
      expect(await results()).toEqual([]);
      expect(
        await bench.knex('sources').where('kind', 'Baseline').first(),
      ).toMatchObject({ state: 'not-installed' });
    });

    it('writes nothing again after a restart', async () => {
      await bench.managed('shop', { wished_level: 'baseline' });
      await start().whenIdle();
      const before = await bench.knex('occurrences').orderBy('finding_id');
      stop.abort();
      bench.pass();
      await start().whenIdle();
      expect(await bench.knex('occurrences').orderBy('finding_id')).toEqual(
        before,
      );
    });
  });
});
