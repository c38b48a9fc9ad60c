/**
 * Nobody writes evidence who does not hold the lease: neither through any call of
 * the sink, nor by any statement on the way.
 */
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { EvidenceSource } from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OWN_CLOCK } from '../__testUtils__/clock';
import { migratedDatabase } from '../__testUtils__/database';
import {
  constraint,
  deployment,
  namespace,
  policyReport,
  policyResult,
  scan,
  workload,
} from '../__testUtils__/evidence';
import { eventually } from '../__testUtils__/eventually';
import {
  CONTROLS,
  createSink,
  createUnidentifiedSink,
  FOLLOWER,
  seizeLease,
} from '../__testUtils__/sink';
import { silentMetrics } from '../__testUtils__/telemetry';
import { LeaseLostError } from '../database/operations/leases/lease';
import { CollectionService } from './CollectionService';
import { StoringEvidenceSink } from './StoringEvidenceSink';

jest.setTimeout(60_000);

const REPORT = policyReport('r', [policyResult(deployment('api'), 'fail')]);
const UNREADABLE = {
  ...policyReport('u', []),
  subjects: [deployment('api')],
  unreadable: 'no such field',
};
const POISON = policyReport('poison', [
  policyResult(deployment('api'), 'fail', {
    rule: 'poison',
    // What no engine can take as text.
    message: Symbol('poison') as unknown as string,
  }),
]);

const CALLS: Record<
  string,
  {
    method: keyof StoringEvidenceSink;
    call(sink: StoringEvidenceSink): Promise<unknown>;
  }
> = {
  'another identity': {
    method: 'identify',
    call: sink => sink.identify({ uid: 'another-uid' }),
  },
  'new objects': {
    method: 'apply',
    call: sink =>
      sink.apply('Workload', { upserts: [workload('new')], deletes: [] }),
  },
  'an unreadable object': {
    method: 'apply',
    call: sink =>
      sink.apply('PolicyReport', { upserts: [UNREADABLE], deletes: [] }),
  },
  'a deleted object': {
    method: 'apply',
    call: sink =>
      sink.apply('PolicyReport', { upserts: [], deletes: [REPORT.key] }),
  },
  'an empty list': {
    method: 'complete',
    call: sink => sink.complete('PolicyReport', []),
  },
  'a state': {
    method: 'report',
    call: sink =>
      sink.report('PolicyReport', { state: 'failed', error: 'too late' }),
  },
  'an event': {
    method: 'note',
    call: sink => sink.note({ level: 'info', message: 'too late' }),
  },
};

const TABLES = [
  'clusters',
  'sources',
  'source_events',
  'objects',
  'subjects',
  'occurrences',
  'findings',
  'unreadable_subjects',
];

async function contentsOf(knex: Knex) {
  return Object.fromEntries(
    await Promise.all(
      TABLES.map(async table => [table, await knex(table).orderBy(1)]),
    ),
  );
}

describe('writing under a lease', () => {
  const databases = TestDatabases.create();

  it('covers every call of a sink', () => {
    const methods = Object.getOwnPropertyNames(StoringEvidenceSink.prototype);
    expect(new Set(Object.values(CALLS).map(({ method }) => method))).toEqual(
      new Set(methods.filter(name => name !== 'constructor')),
    );
  });

  it('is the only way to write that collection has', () => {
    const importers = [
      '.',
      '../trust',
      '../database/operations/collection',
      '../database/operations/trust',
    ]
      .map(folder => join(__dirname, folder))
      .flatMap(folder => readdirSync(folder).map(file => join(folder, file)))
      .filter(file => !file.endsWith('.test.ts'))
      .filter(file => /\/transact(As)?'/.test(readFileSync(file, 'utf8')))
      .map(file => basename(file));
    // The one notes which clusters are configured, before any is collected.
    expect(importers).toEqual(['CollectionService.ts', 'HeldLease.ts']);
  });

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
    });

    it.each(Object.entries(CALLS))(
      'refuses %s from one who has lost it',
      async (_, { call }) => {
        const sink = await createSink(knex);
        await sink.apply('Workload', {
          upserts: [workload('api')],
          deletes: [],
        });
        await sink.apply('PolicyReport', { upserts: [REPORT], deletes: [] });
        await sink.report('PolicyReport', { state: 'fresh' });
        const before = await contentsOf(knex);

        await seizeLease(knex);

        await expect(call(sink)).rejects.toThrow(LeaseLostError);
        expect(await contentsOf(knex)).toEqual(before);
      },
    );

    it('refuses the first word of one who has lost it', async () => {
      const sink = await createUnidentifiedSink(knex);
      await seizeLease(knex);
      await expect(sink.identify({ uid: 'uid' })).rejects.toThrow(
        LeaseLostError,
      );
      expect(await knex('clusters').pluck('uid')).toEqual([null]);
    });

    it('checks it in every transaction that writes, on every way', async () => {
      const transactions = new Map<string, { checked: boolean }>();
      const unchecked: string[] = [];
      knex.on('query', ({ sql, __knexTxId }) => {
        const transaction = transactions.get(__knexTxId) ?? { checked: false };
        transactions.set(__knexTxId, transaction);
        if (/^select .* from ["`]leases["`] where .*holder/.test(sql)) {
          transaction.checked = true;
        }
        if (
          /^\s*(insert|update|delete)\b/i.test(sql) &&
          !/^\s*(insert into|update|delete from) ["`](leases)["`]/i.test(sql) &&
          !transaction.checked
        ) {
          unchecked.push(sql);
        }
      });
      const logger = mockServices.logger.mock();
      logger.child.mockReturnValue(logger);
      let runs = 0;
      const source: EvidenceSource = {
        id: 'demo',
        title: 'Demo',
        async run(sink) {
          runs += 1;
          if (runs > 1) {
            await sink.identify({ uid: 'another-uid' });
            return;
          }
          await sink.identify({ uid: 'cluster-uid' });
          await sink.apply('Namespace', {
            upserts: [namespace('payments')],
            deletes: [],
          });
          await sink.apply('Workload', {
            upserts: [workload('api'), workload('ledger')],
            deletes: [],
          });
          await sink.apply('PolicyReport', {
            upserts: [REPORT, UNREADABLE, POISON],
            deletes: [],
          });
          await sink.apply('GatekeeperConstraint', {
            upserts: [
              constraint('c', [policyResult(deployment('api'), 'fail')], 9),
            ],
            deletes: [],
          });
          await sink.apply('VulnerabilityReport', {
            upserts: [policyReport('s', [scan(deployment('api'), ['CVE-1'])])],
            deletes: [],
          });
          await sink.report('Workload', { state: 'fresh' });
          await sink.note({ level: 'info', message: 'An event' });
          await sink.apply('PolicyReport', {
            upserts: [],
            deletes: [REPORT.key],
          });
          await sink.complete('GatekeeperConstraint', []);
          throw new Error('and then it failed');
        },
      };
      const service = new CollectionService({
        database: knex,
        clock: OWN_CLOCK,
        sources: [source],
        controls: CONTROLS,
        follower: FOLLOWER,
        staleAfterSeconds: 300,
        leaseTimes: { seconds: 30, pollSeconds: 1, graceSeconds: 1 },
        retry: { minimumSeconds: 0.05, maximumSeconds: 1 },
        logger,
        metrics: silentMetrics().collection,
        onMarked: () => {},
      });
      await service.start();
      await eventually(async () => {
        const cluster = await knex('clusters').first();
        return cluster.uid === 'another-uid';
      });
      await service.stop();

      expect(await knex('objects')).toEqual([]);
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringMatching(/poison' .* could not be stored/),
      );
      expect(
        unchecked.filter(sql => !/^insert into ["`]clusters["`]/.test(sql)),
      ).toEqual([]);
      expect([...transactions.values()].some(it => it.checked)).toBe(true);
    });
  });
});
