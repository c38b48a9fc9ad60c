import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  EvidenceSink,
  EvidenceSource,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { acquireLease } from '../database/operations/leases/acquireLease';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  policyReport,
  policyResult,
  workload,
} from '../__testUtils__/evidence';
import { eventually } from '../__testUtils__/eventually';
import { CONTROLS, FOLLOWER } from '../__testUtils__/sink';
import { silentMetrics } from '../__testUtils__/telemetry';
import { LEASE_TIMES } from './leaseTimes';
import { CollectionService } from './CollectionService';

jest.setTimeout(60_000);

const pause = (milliseconds: number) =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

/** Runs what each call is to do, and then until it is stopped. */
function scripted(
  id: string,
  ...runs: ((sink: EvidenceSink) => Promise<void>)[]
): EvidenceSource & { calls: number } {
  const source = {
    id,
    title: `Cluster ${id}`,
    calls: 0,
    async run(sink: EvidenceSink, { signal }: { signal: AbortSignal }) {
      const run = runs[Math.min(source.calls, runs.length - 1)];
      source.calls += 1;
      await run(sink);
      if (!signal.aborted) {
        await new Promise<void>(resolve => {
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
  };
  return source;
}

function createService(
  database: Knex,
  sources: EvidenceSource[],
  leaseSeconds = 30,
  logger = mockServices.logger.mock(),
) {
  return new CollectionService({
    database,
    clock: OWN_CLOCK,
    sources,
    controls: CONTROLS,
    follower: FOLLOWER,
    staleAfterSeconds: 300,
    leaseTimes: {
      seconds: leaseSeconds,
      pollSeconds: leaseSeconds / 10,
      graceSeconds: 0.5,
    },
    retry: { minimumSeconds: 0.05, maximumSeconds: 1 },
    logger,
    metrics: silentMetrics().collection,
    onMarked: () => {},
  });
}

async function collect(sink: EvidenceSink) {
  await sink.identify({ uid: 'demo-uid' });
  await sink.apply('Workload', { upserts: [workload('api')], deletes: [] });
  await sink.apply('PolicyReport', {
    upserts: [policyReport('r', [policyResult(deployment('api'), 'fail')])],
    deletes: [],
  });
  await sink.report('Workload', { state: 'fresh' });
  await sink.report('PolicyReport', { state: 'fresh' });
  await sink.report('ClusterReport', { state: 'not-installed' });
}

describe('CollectionService', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    const isShared = id.startsWith('POSTGRES');
    let knex: Knex;
    let services: CollectionService[];

    const start = async (
      sources: EvidenceSource[],
      leaseSeconds?: number,
      logger?: ReturnType<typeof mockServices.logger.mock>,
    ) => {
      const service = createService(knex, sources, leaseSeconds, logger);
      services.push(service);
      await service.start();
      return service;
    };
    const states = async () =>
      (await knex('sources').orderBy('kind')).map(row => [row.kind, row.state]);

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      services = [];
    });
    afterEach(async () => {
      await Promise.all(services.map(service => service.stop()));
    });

    it('keeps all evidence when a run fails, says so, and runs again', async () => {
      const source = scripted(
        'demo',
        async sink => {
          await collect(sink);
          throw new Error('the API server is away');
        },
        async () => {},
      );
      await start([source]);
      await eventually(async () => source.calls >= 2);

      expect(await states()).toEqual([
        ['ClusterReport', 'not-installed'],
        ['PolicyReport', 'failed'],
        ['Workload', 'failed'],
      ]);
      expect(await knex('clusters').first()).toMatchObject({
        error: 'the API server is away',
      });
      expect(await knex('source_events')).toMatchObject([
        {
          level: 'warning',
          message: 'Collecting failed: the API server is away',
        },
      ]);
      expect(await knex('occurrences')).not.toEqual([]);
      expect(await knex('subjects')).toMatchObject([{ name: 'api' }]);
    });

    it('believes a source again that has recovered', async () => {
      const source = scripted(
        'demo',
        async sink => {
          await collect(sink);
          throw new Error('once');
        },
        collect,
      );
      await start([source]);
      const recovered = await eventually(async () => {
        const row = await knex('sources').where('kind', 'PolicyReport').first();
        return source.calls === 2 && row.state === 'fresh' ? row : undefined;
      });
      expect(recovered).toMatchObject({ error: null });
      expect(await knex('clusters').first()).toMatchObject({ error: null });
    });

    it('leaves a cluster to the replica that has its lease until that is lost', async () => {
      await acquireLease(knex, {
        name: 'source:demo',
        holder: 'another replica',
        seconds: 1.5,
      });
      const source = scripted('demo', collect);
      await start([source], 1);
      await pause(700);
      // An embedded database has one process, which need not wait for its former self.
      expect(source.calls).toBe(isShared ? 0 : 1);
      await eventually(async () => source.calls === 1);
    });

    it('stops a run whose lease another replica has taken over', async () => {
      const errors: unknown[] = [];
      const source = scripted('demo', async sink => {
        await collect(sink);
        await acquireLease(knex, {
          name: 'source:demo',
          holder: 'another replica',
          seconds: 600,
          seize: true,
        });
        await eventually(async () => {
          await sink.report('Workload', { state: 'fresh' }).catch(error => {
            errors.push(error);
          });
          return errors.length > 0;
        });
      });
      await start([source], 0.6);
      await eventually(async () => errors.length > 0);
      expect(errors[0]).toMatchObject({
        message: expect.stringContaining('Another replica'),
      });
      expect((await states()).every(([, state]) => state !== 'failed')).toBe(
        true,
      );
    });

    it('gives its leases back when it stops', async () => {
      const source = scripted('demo', collect);
      const service = await start([source]);
      await eventually(async () => source.calls === 1);
      const ask = () =>
        acquireLease(knex, {
          name: 'source:demo',
          holder: 'another replica',
          seconds: 30,
        });
      expect(await ask()).toBeUndefined();
      await service.stop();
      expect(await ask()).toMatchObject({ term: 2 });
    });

    it('forgets clusters that are not configured any more', async () => {
      const first = await start([scripted('demo', collect)]);
      await eventually(async () => (await states()).length === 3);
      await first.stop();

      await start([scripted('other', async () => {})]);

      await eventually(
        async () => (await knex('clusters').pluck('name')).length === 1,
      );
      expect(await knex('clusters').pluck('name')).toEqual(['other']);
      for (const table of ['sources', 'objects', 'subjects', 'occurrences']) {
        expect(await knex(table)).toEqual([]);
      }
    });

    it('does not forget a cluster that a replica with another config collects', async () => {
      const first = await start([scripted('demo', collect)]);
      await eventually(async () => (await states()).length === 3);
      await first.stop();
      await acquireLease(knex, {
        name: 'source:demo',
        holder: 'another replica',
        seconds: 600,
      });
      await start([scripted('other', async () => {})], 1);
      await pause(500);
      // The one process of an embedded database knows that there is no such replica.
      expect((await knex('clusters').pluck('name')).includes('demo')).toBe(
        isShared,
      );
      expect((await knex('objects')).length > 0).toBe(isShared);
    });

    it('refuses what a paused replica writes when it wakes up', async () => {
      let wake = () => {};
      const asleep = new Promise<void>(resolve => {
        wake = resolve;
      });
      const refusals: unknown[] = [];
      const paused = scripted('demo', async sink => {
        await collect(sink);
        await asleep;
        for (const write of [
          () =>
            sink.apply('Workload', {
              upserts: [workload('late')],
              deletes: [],
            }),
          () => sink.complete('Workload', []),
          () => sink.report('Workload', { state: 'forbidden', error: 'late' }),
        ]) {
          await write().catch(error => refusals.push(error.message));
        }
      });
      await start([paused], 60);
      await eventually(async () => (await states()).length === 3);

      // It does not renew while it sleeps, and its time runs out.
      await knex('leases').update({ expires_at: '' });
      const successor = scripted('demo', collect);
      await start([successor], 1);
      await eventually(async () => successor.calls === 1);
      wake();
      await eventually(async () => refusals.length === 3);

      expect(refusals).toEqual(
        Array(3).fill(expect.stringContaining('Another replica')),
      );
      expect(await knex('subjects').pluck('name')).toEqual(['api']);
      expect((await states()).map(([, state]) => state)).not.toContain(
        'forbidden',
      );
    });

    it('hands over at shutdown, even from a run that does not end', async () => {
      const endless = scripted('demo', async sink => {
        await collect(sink);
        await new Promise(() => {});
      });
      const first = await start([endless], 60);
      await eventually(async () => (await states()).length === 3);
      const successor = scripted('demo', collect);
      if (isShared) {
        await start([successor], 1);
        await pause(300);
      }
      const callsBefore = successor.calls;
      await first.stop();
      if (!isShared) {
        await start([successor], 1);
      }
      await eventually(async () => successor.calls === 1);
      expect(callsBefore).toBe(0);
    });

    it('begins anew when the database has been away for longer than the lease', async () => {
      const source = scripted('demo', collect);
      const logger = mockServices.logger.mock();
      logger.child.mockReturnValue(logger);
      await start([source], 0.6, logger);
      await eventually(async () => (await states()).length === 3);

      await knex.schema.renameTable('leases', 'leases_away');
      await pause(2000);
      expect(source.calls).toBe(1);
      await knex.schema.renameTable('leases_away', 'leases');

      await eventually(async () => source.calls === 2);
      expect(logger.error).toHaveBeenCalledTimes(1);
    });

    it('takes over soon enough after a crash', () => {
      const slowQuery = 5;
      const { pollSeconds, seconds } = LEASE_TIMES;
      expect(seconds + pollSeconds + slowQuery).toBeLessThan(30);
    });
  });
});
