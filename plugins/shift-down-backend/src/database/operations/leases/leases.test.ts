import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import { transactAs } from '../../transactAs';
import { acquireLease } from './acquireLease';
import { databaseClock } from './databaseClock';
import { LeaseLostError } from './lease';
import { releaseLease } from './releaseLease';
import { renewLease } from './renewLease';

jest.setTimeout(60_000);

const NAME = 'source:demo';

/** As if the lease had not been renewed for longer than it lasts. */
async function expire(knex: Knex) {
  await knex('leases').update({ expires_at: databaseClock(knex, -1) });
}

describe('leases', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;

    const acquire = (holder: string, seconds = 30) =>
      acquireLease(knex, { name: NAME, holder, seconds });
    /** A lease that nobody else has. */
    const held = async (holder: string) => {
      const lease = await acquire(holder);
      if (!lease) {
        throw new Error('It is held by another');
      }
      return lease;
    };

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
    });

    it('have one holder, who can renew, release or lose them', async () => {
      const a = await held('a');
      expect(await acquire('b')).toBeUndefined();
      expect(await renewLease(knex, a, 30)).toBe(true);

      await expire(knex);
      const b = await held('b');
      expect(await renewLease(knex, a, 30)).toBe(false);
      await releaseLease(knex, a);
      expect(await acquire('a')).toBeUndefined();

      await releaseLease(knex, b);
      expect(await acquire('a')).toBeDefined();
    });

    it('begin a new term whenever they are taken, and keep it when renewed', async () => {
      const first = await held('a');
      await renewLease(knex, first, 30);
      await releaseLease(knex, first);
      const second = await held('a');
      await expire(knex);
      const third = await held('b');
      expect([first.term, second.term, third.term]).toEqual([1, 2, 3]);
      expect(await renewLease(knex, first, 30)).toBe(false);
    });

    it('can still be renewed after their end if nobody has taken them', async () => {
      const a = await held('a');
      await expire(knex);
      expect(await renewLease(knex, a, 30)).toBe(true);
      expect(await acquire('b')).toBeUndefined();
    });

    it('go by the clock of the database, to the millisecond', async () => {
      const fake = jest.useFakeTimers({
        now: new Date('2001-01-01T00:00:00Z'),
        doNotFake: [
          'nextTick',
          'setImmediate',
          'clearImmediate',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'queueMicrotask',
          'performance',
          'hrtime',
        ],
      });
      try {
        await held('a');
        expect(await acquire('b')).toBeUndefined();
      } finally {
        fake.useRealTimers();
      }
      const { expires_at: end } = await knex('leases').first();
      expect(end).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Math.abs(Date.parse(end) - Date.now() - 30_000)).toBeLessThan(
        5_000,
      );
    });

    it('can be seized by the one process of an embedded database', async () => {
      const before = await held('a');
      const lease = await acquireLease(knex, {
        name: NAME,
        holder: 'b',
        seconds: 30,
        seize: true,
      });
      expect(lease).toEqual({ name: NAME, holder: 'b', term: 2 });
      expect(await renewLease(knex, before, 30)).toBe(false);
    });

    it('let only their holder write, and it in its term', async () => {
      const write = (lease: Parameters<typeof transactAs>[1], name: string) =>
        transactAs(knex, lease, tx =>
          tx('clusters').insert({ name, title: name }),
        );
      const a = await held('a');
      await write(a, 'by a');
      await expire(knex);
      await write(a, 'by a, late, but nobody has taken over');
      const b = await held('b');
      await expect(write(a, 'too late')).rejects.toThrow(LeaseLostError);
      await releaseLease(knex, b);
      await held('a');
      await expect(write(a, 'in a former term')).rejects.toThrow(
        LeaseLostError,
      );
      expect(await knex('clusters').orderBy('name').pluck('name')).toEqual([
        'by a',
        'by a, late, but nobody has taken over',
      ]);
    });
  });

  for (const [id] of databases.eachSupportedId()) {
    if (!id.startsWith('POSTGRES')) {
      continue;
    }
    describe(`between replicas on ${id}`, () => {
      it('change hands only after the transaction under way, which is renewed meanwhile', async () => {
        const knex = await migratedDatabase(databases, id);
        const order: string[] = [];
        const lease = await acquireLease(knex, {
          name: NAME,
          holder: 'a',
          seconds: 30,
        });
        if (!lease) {
          throw new Error('It is held by another');
        }
        let commit = () => {};
        const begun = new Promise<void>(begin => {
          transactAs(knex, lease, async tx => {
            await tx('clusters').insert({ name: 'demo', title: 'Demo' });
            begin();
            await new Promise<void>(resolve => {
              commit = resolve;
            });
            order.push('committed');
          });
        });
        await begun;

        expect(await renewLease(knex, lease, 30)).toBe(true);
        await expire(knex);
        const takeOver = acquireLease(knex, {
          name: NAME,
          holder: 'b',
          seconds: 30,
        }).then(taken => {
          order.push('taken over');
          return taken;
        });
        await new Promise(resolve => setTimeout(resolve, 300));
        expect(order).toEqual([]);
        commit();

        expect(await takeOver).toMatchObject({ holder: 'b', term: 2 });
        expect(order).toEqual(['committed', 'taken over']);
        expect(await knex('clusters')).toHaveLength(1);
      });

      it('are not kept by one that stands still inside a transaction', async () => {
        const knex = await migratedDatabase(databases, id);
        const lease = await acquireLease(knex, {
          name: NAME,
          holder: 'a',
          seconds: 30,
        });
        if (!lease) {
          throw new Error('It is held by another');
        }
        const timeout = await transactAs(knex, lease, async tx => {
          const { rows } = await tx.raw(
            'show idle_in_transaction_session_timeout',
          );
          return rows[0].idle_in_transaction_session_timeout;
        });
        expect(timeout).toBe('10s');
      });
    });
  }
});
