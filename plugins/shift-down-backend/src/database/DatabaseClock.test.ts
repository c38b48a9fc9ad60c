/** Replicas whose clocks differ agree on what is fresh. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../__testUtils__/database';
import {
  policyReport,
  policyResult,
  deployment,
} from '../__testUtils__/evidence';
import { createSink } from '../__testUtils__/sink';
import { DatabaseClock } from './DatabaseClock';
import { expireSources } from './operations/assessment/expireSources';
import { databaseClock } from './operations/leases/databaseClock';
import { transact } from './transact';

jest.setTimeout(60_000);

const HOUR = 60 * 60 * 1000;

describe('DatabaseClock', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    /** An embedded database has one process, and that one clock. */
    const ahead = id.startsWith('POSTGRES') ? HOUR : 0;

    const replica = async (off: number) => {
      const clock = new DatabaseClock(knex, () => Date.now() + off);
      await clock.measure();
      return clock;
    };
    const databaseNow = async () =>
      Date.parse((await knex.select({ at: databaseClock(knex) }).first()).at);
    const source = () => knex('sources').first();

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
    });

    it.each([1, 0, -1])(
      'tells the time of the database to a replica that is off by %p',
      async sign => {
        const clock = await replica(sign * ahead);
        const before = clock.now().getTime();
        const between = await databaseNow();
        const after = clock.now().getTime();
        expect(between).toBeGreaterThan(before - 500);
        expect(between).toBeLessThan(after + 500);
      },
    );

    it('goes on as measured last while the database is away', async () => {
      const clock = await replica(ahead);
      const away = jest.spyOn(knex, 'select').mockImplementation(() => {
        throw new Error('away');
      });
      await Promise.allSettled([clock.measure()]);
      away.mockRestore();
      const off = clock.now().getTime() - (await databaseNow());
      expect(Math.abs(off)).toBeLessThan(1000);
    });

    it('keeps a source fresh whichever replica looks', async () => {
      const sink = await createSink(knex, { clock: await replica(0) });
      await sink.report('PolicyReport', { state: 'fresh' });

      const fast = await replica(ahead);
      expect(await transact(knex, tx => expireSources(tx, fast.now()))).toBe(0);
      expect(await source()).toMatchObject({ state: 'fresh' });
    });

    it('lets a source whose replica was ahead go stale in time', async () => {
      const fast = await createSink(knex, { clock: await replica(ahead) });
      await fast.report('PolicyReport', { state: 'fresh' });

      const later = (await replica(0)).now().getTime() + 301_000;
      expect(
        await transact(knex, tx => expireSources(tx, new Date(later))),
      ).toBe(1);
    });

    it('takes the word of a successor for that of a clock that was ahead', async () => {
      const clock = { now: () => new Date(Date.now() + HOUR) };
      const fast = await createSink(knex, { clock });
      await fast.report('PolicyReport', { state: 'fresh' });

      const successor = await createSink(knex, { clock: await replica(0) });
      await successor.report('PolicyReport', { state: 'fresh' });

      const { last_success_at: at } = await source();
      expect(Date.parse(at)).toBeLessThanOrEqual((await databaseNow()) + 500);
    });

    it('believes no replica that evidence is from the future', async () => {
      const sink = await createSink(knex, { clock: await replica(ahead) });
      await sink.apply('PolicyReport', {
        upserts: [
          policyReport('r', [
            policyResult(deployment('api'), 'pass', {
              observedAt: new Date(Date.now() + HOUR / 2).toISOString(),
            }),
          ]),
        ],
        deletes: [],
      });
      const pass = await knex('passes').first();
      expect(Date.parse(pass.observed_at)).toBeLessThanOrEqual(
        (await databaseNow()) + 500,
      );
    });
  });
});
