import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  EvidenceSink,
  EvidenceSource,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { acquireLease } from '../database/operations/leases/acquireLease';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  policyReport,
  policyResult,
  workload,
} from '../__testUtils__/evidence';
import { eventually } from '../__testUtils__/eventually';
import { CONTROLS, FOLLOWER } from '../__testUtils__/sink';
import { CollectionService } from './CollectionService';

jest.setTimeout(60_000);

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
) {
  return new CollectionService({
    database,
    sources,
    controls: CONTROLS,
    follower: FOLLOWER,
    staleAfterSeconds: 300,
    leaseSeconds,
    retry: { minimumSeconds: 0.05, maximumSeconds: 1 },
    logger: mockServices.logger.mock(),
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
    let knex: Knex;
    let services: CollectionService[];

    const start = async (sources: EvidenceSource[], leaseSeconds?: number) => {
      const service = createService(knex, sources, leaseSeconds);
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
        now: new Date(),
        seconds: 1.5,
      });
      const source = scripted('demo', collect);
      await start([source], 1);
      await new Promise(resolve => setTimeout(resolve, 700));
      expect(source.calls).toBe(0);
      await eventually(async () => source.calls === 1);
    });

    it('stops a run whose lease another replica has taken over', async () => {
      const errors: unknown[] = [];
      const source = scripted('demo', async sink => {
        await collect(sink);
        await knex('leases').update({
          holder: 'another replica',
          expires_at: '2999-01-01T00:00:00.000Z',
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
      expect(await knex('leases')).toHaveLength(1);
      await service.stop();
      expect(await knex('leases')).toEqual([]);
    });

    it('forgets clusters that are not configured any more', async () => {
      const first = await start([scripted('demo', collect)]);
      await eventually(async () => (await states()).length === 3);
      await first.stop();

      await start([scripted('other', async () => {})]);

      expect(await knex('clusters').pluck('name')).toEqual(['other']);
      for (const table of ['sources', 'objects', 'subjects', 'occurrences']) {
        expect(await knex(table)).toEqual([]);
      }
    });
  });
});
