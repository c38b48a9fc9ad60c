/** The Pod Security level of a namespace follows its exception, by the clock and nothing else. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { policyFindingId } from '@shift-down/plugin-shift-down-policy';
import { migratedDatabase } from '../../__testUtils__/database';
import { insertException } from '../../__testUtils__/exceptions';
import { CLUSTER } from '../../__testUtils__/sink';
import { WatchBench } from './__testUtils__/WatchBench';

jest.setTimeout(60_000);

const EXCEPTION = '11111111-1111-4111-8111-111111111111';
const OTHER = '22222222-2222-4222-8222-222222222222';
const FROM = '2026-11-20T11:00:00.000Z';
const UNTIL = '2026-11-20T12:00:00.000Z';
const HOUR = 3_600_000;

const findingOf = (name: string, controlId = 'namespace-level') =>
  policyFindingId({
    expectation: { controlId },
    cluster: CLUSTER.uid,
    subject: { namespace: '', kind: 'Namespace', name },
    component: '',
  });

describe('the Pod Security level of managed namespaces', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;
    let id: string;

    const except = async (
      exceptionId: string,
      row: Parameters<typeof insertException>[2] = {},
      reached: Record<string, unknown> = {},
    ) => {
      await insertException(bench.knex, exceptionId, {
        control_id: 'namespace-level',
        active_from: FROM,
        active_until: UNTIL,
        ...row,
      });
      await bench.knex('exception_findings').insert({
        exception_id: exceptionId,
        finding_id: findingOf('shop'),
        entity_ref: 'resource:default/demo-shop',
        covered: true,
        since: FROM,
        ...reached,
      });
    };
    const at = async (moment: string) => {
      bench.pass(Date.parse(moment) - bench.clock.now().getTime());
      await bench.round();
      return bench.levels.splice(0);
    };

    beforeEach(async () => {
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      await bench.fresh();
      id = await bench.managed('shop', { wished_level: 'baseline' });
    });

    it('is lowered from the beginning of its exception to its end', async () => {
      await except(EXCEPTION);
      expect(await at('2026-11-20T10:59:59.000Z')).toEqual([]);
      expect(await at(FROM)).toEqual([[id, 'baseline', EXCEPTION]]);
      expect(await at('2026-11-20T11:59:59.000Z')).toEqual([]);
      expect(await at(UNTIL)).toEqual([[id, 'restricted', null]]);
      expect(await at('2026-11-20T13:00:00.000Z')).toEqual([]);
    });

    it('is raised when its exception is revoked', async () => {
      await except(EXCEPTION);
      expect(await at(FROM)).toHaveLength(1);
      await bench.knex('exceptions').update({ state: 'revoked' });
      expect(await at('2026-11-20T11:00:02.000Z')).toEqual([
        [id, 'restricted', null],
      ]);
    });

    it('stays where another exception takes over, and says which', async () => {
      await except(EXCEPTION);
      await except(OTHER, {
        active_from: '2026-11-20T11:30:00.000Z',
        active_until: '2026-11-20T14:00:00.000Z',
      });
      expect(await at(FROM)).toEqual([[id, 'baseline', EXCEPTION]]);
      expect(await at('2026-11-20T12:30:00.000Z')).toEqual([
        [id, 'baseline', OTHER],
      ]);
    });

    it.each([
      ['is requested only', { state: 'requested' }, {}],
      ['was rejected', { state: 'rejected' }, {}],
      ['does not cover the finding', {}, { covered: false }],
      [
        'is about another namespace',
        {},
        { finding_id: findingOf('other-shop') },
      ],
      [
        'is about another control',
        {},
        { finding_id: findingOf('shop', 'network-policy') },
      ],
    ])('is not lowered under an exception that %s', async (_, row, reached) => {
      await except(EXCEPTION, row, reached);
      expect(await at(FROM)).toEqual([]);
    });

    it('is not lowered where nobody wished for it', async () => {
      await bench.knex('managed_namespaces').update({
        wished_level: 'restricted',
      });
      await except(EXCEPTION);
      expect(await at(FROM)).toEqual([]);
    });

    it('is raised where the wish is withdrawn', async () => {
      await except(EXCEPTION);
      expect(await at(FROM)).toHaveLength(1);
      await bench.knex('managed_namespaces').update({
        wished_level: 'restricted',
      });
      expect(await at('2026-11-20T11:00:02.000Z')).toEqual([
        [id, 'restricted', null],
      ]);
    });

    it('is raised by whoever takes over from one that was killed', async () => {
      await except(EXCEPTION);
      expect(await at(FROM)).toHaveLength(1);
      const { applyLevel } = bench.provisioning;
      bench.provisioning.applyLevel = async () => {
        throw new Error('killed before anything was written');
      };
      expect(await at(UNTIL)).toEqual([]);
      expect((await bench.row(id)).applied_level).toBe('baseline');
      bench.provisioning.applyLevel = applyLevel;
      expect(await at(UNTIL)).toEqual([[id, 'restricted', null]]);
    });

    it('keeps the level of no other where one can not be set', async () => {
      const other = await bench.managed('other', { applied_level: 'baseline' });
      const { applyLevel } = bench.provisioning;
      bench.provisioning.applyLevel = async (it, ...level) => {
        if (it === id) {
          throw new Error('the cluster is away');
        }
        await applyLevel(it, ...level);
      };
      await except(EXCEPTION);
      expect(await at(FROM)).toEqual([[other, 'restricted', null]]);
      expect(bench.logger.warn).toHaveBeenCalledTimes(1);
    });

    it('is nobody’s business once the namespace is gone', async () => {
      await except(EXCEPTION);
      await bench.knex('managed_namespaces').update({
        state: 'gone',
        gone_at: FROM,
      });
      bench.pass(HOUR);
      expect(await at(FROM)).toEqual([]);
    });
  });
});
