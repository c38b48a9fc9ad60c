/** What a decision orders, and how later decisions change it. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { PlannedEnforcement } from '@shift-down/plugin-shift-down-policy';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../__testUtils__/database';
import { endEnforcements } from '../../database/operations/exceptions/enforcement/endEnforcements';
import { retryEnforcement } from '../../database/operations/exceptions/enforcement/retryEnforcement';
import { EnforcementBench } from './__testUtils__/EnforcementBench';
import { insertException, kyvernoPlan } from './__testUtils__/plans';

jest.setTimeout(60_000);

const ID = '11111111-1111-4111-8111-111111111111';

const portalOnly = (policy: string): PlannedEnforcement => {
  const { object: _, ...plan } = kyvernoPlan(policy);
  return { ...plan, portalOnly: 'It takes no exceptions' };
};

describe('orders', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', id => {
    let knex: Knex;
    let bench: EnforcementBench;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, id);
      bench = new EnforcementBench(knex, { writers: [] });
      await insertException(knex, ID);
    });

    const made = { state: 'applied', object_uid: 'uid', object_hash: 'hash' };

    it('are one for each object, and one for each that can’t be told', async () => {
      await bench.order(ID, [
        kyvernoPlan('a'),
        portalOnly('b'),
        portalOnly('c'),
      ]);
      const rows = await bench.rows();
      expect(rows.map(row => row.state).sort()).toEqual([
        'pending',
        'portal-only',
        'portal-only',
      ]);
      expect(rows.filter(row => row.next_at !== null)).toHaveLength(1);
    });

    it.each([
      ['cluster', undefined],
      ['document', 'Apply PolicyException shift-down-0-require-limits'],
    ] as const)('show what somebody has to apply: %s', async (way, title) => {
      await bench.order(ID, [kyvernoPlan()], way);
      const { document } = JSON.parse((await bench.row()).plan);
      expect(document?.title).toBe(title);
    });

    it('stay as they are when the same is ordered again', async () => {
      await bench.order(ID, [kyvernoPlan()]);
      await knex('enforcements').update(made);
      const before = await bench.rows();
      bench.setTime('2026-11-11T00:00:00.000Z');
      await bench.order(ID, [kyvernoPlan()]);
      expect(await bench.rows()).toEqual(before);
    });

    it('are done anew when they say something else, and know what was made', async () => {
      await bench.order(ID, [kyvernoPlan()]);
      await knex('enforcements').update(made);
      await bench.order(ID, [
        { ...kyvernoPlan(), policies: ['require-limits', 'another'] },
      ]);
      expect(await bench.rows()).toMatchObject([
        { ...made, state: 'pending', next_at: bench.now.toISOString() },
      ]);
    });

    it('are withdrawn when they are not ordered any more', async () => {
      await bench.order(ID, [kyvernoPlan('a'), kyvernoPlan('b')]);
      await knex('enforcements').update(made);
      await bench.order(ID, [kyvernoPlan('b')]);
      const rows = await bench.rows();
      expect(rows.map(row => [row.state, Boolean(row.wanted)]).sort()).toEqual([
        ['applied', true],
        ['removing', false],
      ]);
    });

    it('are all withdrawn at the end, once', async () => {
      await bench.order(ID, [kyvernoPlan(), portalOnly('b')]);
      await knex.transaction(tx => endEnforcements(tx, ID, bench.now));
      const ended = await bench.rows();
      expect(ended.map(row => row.state).sort()).toEqual([
        'portal-only',
        'removing',
      ]);
      expect(ended.every(row => row.ended_at !== null)).toBe(true);
      bench.setTime('2026-11-11T00:00:00.000Z');
      await knex.transaction(tx => endEnforcements(tx, ID, bench.now));
      expect(await bench.rows()).toEqual(ended);
    });

    it('may be wanted again after the end', async () => {
      await bench.order(ID, [kyvernoPlan()]);
      await knex.transaction(tx => endEnforcements(tx, ID, bench.now));
      await knex('enforcements').update({ state: 'removed', proof: '{}' });
      await bench.order(ID, [kyvernoPlan()]);
      expect(await bench.row()).toMatchObject({
        state: 'pending',
        ended_at: null,
        proof: null,
      });
    });

    it.each([
      ['drifted', true, true],
      ['failed', true, true],
      ['overstaying', false, true],
      ['removed', false, false],
      ['portal-only', true, false],
    ])(
      'can be asked for once more: %s, wanted %s',
      async (state, wanted, is) => {
        await bench.order(ID, [kyvernoPlan()]);
        await knex('enforcements').update({ state, wanted });
        const enforcementId = (await bench.row()).id;
        const asked = (exceptionId: string) =>
          knex.transaction(tx =>
            retryEnforcement(tx, {
              exceptionId,
              enforcementId,
              now: bench.now,
            }),
          );
        expect(await asked(ID)).toBe(is);
        expect(await asked('another')).toBe(false);
      },
    );
  });
});
