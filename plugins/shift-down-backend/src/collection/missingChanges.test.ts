/** A change that could not be stored: its kind is not fresh until that is made good. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { migratedDatabase } from '../__testUtils__/database';
import {
  deployment,
  policyReport,
  policyResult,
  workload,
} from '../__testUtils__/evidence';
import { createSink, seizeLease } from '../__testUtils__/sink';
import type { HeldLease } from './HeldLease';
import type { StoringEvidenceSink } from './StoringEvidenceSink';

jest.setTimeout(60_000);

const change = (name: string) => ({
  upserts: [policyReport(name, [policyResult(deployment(name), 'fail')])],
  deletes: [],
});

describe('a change that could not be stored', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let lease: HeldLease;
    let sink: StoringEvidenceSink;
    /** Namespaces that observers heard of. */
    let told: string[];

    const awayOnce = () =>
      jest
        .spyOn(lease, 'transact')
        .mockRejectedValueOnce(
          Object.assign(new Error('away'), { code: 'ECONNREFUSED' }),
        );
    const losing = async (work: () => Promise<unknown>) => {
      awayOnce();
      await expect(work()).rejects.toThrow('away');
    };
    const apply = (it: ReturnType<typeof change>) =>
      sink.apply('PolicyReport', it);
    /** What becomes of saying that the kind is fresh. */
    const freshness = () =>
      sink.report('PolicyReport', { state: 'fresh' }).then(
        () => 'fresh',
        (error: Error) => error.message,
      );
    const missing = expect.stringContaining('could not be stored; repeat it');

    beforeEach(async () => {
      const knex = await migratedDatabase(databases, id);
      lease = await seizeLease(knex);
      told = [];
      sink = await createSink(knex, {
        lease,
        observer: {
          changed: (_, namespaces = new Set(['everywhere'])) =>
            told.push(...namespaces),
          listed: () => {},
        },
      });
    });

    afterEach(() => jest.restoreAllMocks());

    it('is told to observers as far as it was stored', async () => {
      const workloads = (from: number, inNamespace: string) =>
        [...Array(500).keys()].map(index =>
          workload(`w${from + index}`, { in: inNamespace }),
        );
      const upserts = [...workloads(0, 'first'), ...workloads(500, 'second')];
      const all = { upserts, deletes: [] };
      const transact = lease.transact.bind(lease);
      jest
        .spyOn(lease, 'transact')
        .mockImplementationOnce(work => transact(work))
        .mockRejectedValueOnce(
          Object.assign(new Error('away'), { code: 'ECONNREFUSED' }),
        );
      await expect(sink.apply('Workload', all)).rejects.toThrow('away');
      expect(told).toEqual(['first']);

      // Repeated, only the rest is a change.
      await sink.apply('Workload', all);
      expect(told).toEqual(['first', 'second']);
      await sink.apply('Workload', all);
      expect(told).toEqual(['first', 'second']);
    });

    it('is missing, and other kinds are none the worse for it', async () => {
      await losing(() => apply(change('a')));
      expect(await freshness()).toEqual(missing);
      await sink.report('Workload', { state: 'fresh' });
      await sink.report('PolicyReport', { state: 'failed', error: 'away' });
    });

    it('is made good by the very same call', async () => {
      const a = change('a');
      await losing(() => apply(a));
      await losing(() => apply(a));
      expect(await freshness()).toEqual(missing);
      await apply(a);
      expect(await freshness()).toBe('fresh');
    });

    it('is not made good by another change, nor by itself after one', async () => {
      const a = change('a');
      await losing(() => apply(a));
      await apply(change('a'));
      expect(await freshness()).toEqual(missing);
      await apply(a);
      expect(await freshness()).toEqual(missing);
    });

    it('is not made good by one of two', async () => {
      const [a, b] = [change('a'), change('b')];
      await losing(() => apply(a));
      await losing(() => apply(b));
      await apply(b);
      expect(await freshness()).toEqual(missing);
    });

    it('is made good by a full list, which may be repeated too', async () => {
      const a = change('a');
      await apply(a);
      await losing(() => apply(change('a')));
      await losing(() => sink.complete('PolicyReport', []));
      await apply(change('b'));
      expect(await freshness()).toEqual(missing);
      await sink.complete('PolicyReport', []);
      expect(await freshness()).toBe('fresh');
    });
  });
});
