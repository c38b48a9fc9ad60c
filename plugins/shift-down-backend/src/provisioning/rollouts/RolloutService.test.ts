/** A new baseline goes so many namespaces at once, and no further than it should. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { Baseline } from '@shift-down/plugin-shift-down-policy';
import type { ManagedNamespaceRow } from '../../database/provisioningTables';
import { eventually } from '../../__testUtils__/eventually';
import { migratedDatabase } from '../../__testUtils__/database';
import { plannedObjects } from '../watch/__testUtils__/plannedObjects';
import { WatchBench } from '../watch/__testUtils__/WatchBench';
import { RolloutService, type RolloutRequest } from './RolloutService';

jest.setTimeout(60_000);

const USER = 'user:default/pat';

describe('a rollout', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;
    let upgraded: string[];
    /** What happens to a namespace instead of being upgraded. */
    let accidents: Map<string, () => Promise<void> | void>;
    let atOnce: number;
    let most: number;

    const set = (id: string, row: Partial<ManagedNamespaceRow>) =>
      bench.knex('managed_namespaces').where({ id }).update(row);
    const service = () =>
      new RolloutService({
        database: bench.knex,
        clock: bench.clock,
        logger: bench.logger,
        baselines: {
          current: async () => ({
            baselines: ['2.0.0', '1.0.0'].map(
              version => ({ version } as Baseline),
            ),
          }),
        },
        provisioning: {
          planFor: async (row, version) =>
            plannedObjects(row.name, row.id, version),
          upgrade: async (id, to) => {
            most = Math.max(most, ++atOnce);
            await new Promise(resolve => setTimeout(resolve, 5));
            atOnce--;
            upgraded.push(id);
            const accident = accidents.get(id);
            if (accident) {
              await accident();
            } else {
              await set(id, { baseline_version: to, state: 'complete' });
            }
          },
        },
      });
    const round = async () => {
      bench.pass();
      await service().round(bench.lease, new AbortController().signal);
    };
    const plan = async (request: Partial<RolloutRequest> = {}) =>
      await service().plan({ to: '2.0.0', ...request }, USER);
    const start = async (request: Partial<RolloutRequest> = {}) => {
      const id = await plan(request);
      await service().change(id, 'start', USER);
      return id;
    };
    const rollout = async (id: string) =>
      await bench.knex('rollouts').where({ id }).first();
    const items = async () => {
      const rows = await bench.knex('rollout_items').orderBy('namespace_id');
      return Object.fromEntries(rows.map(it => [it.namespace_id, it.state]));
    };
    const reason = async (id: string) =>
      (await bench.knex('rollout_items').where({ namespace_id: id }).first())
        .reason;

    beforeEach(async () => {
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      upgraded = [];
      accidents = new Map();
      atOnce = 0;
      most = 0;
      for (const name of ['a', 'b', 'c', 'd']) {
        await bench.recorded(name);
      }
    });

    it('is planned for who is behind, with what it changes, and changes nothing', async () => {
      await set('id-b', { baseline_version: '2.0.0' });
      await set('id-c', { gone_at: '2026-11-20T10:00:00.000Z', state: 'gone' });
      await set('id-d', { environment: 'staging' });
      const id = await plan({ environments: ['production'] });
      expect(await rollout(id)).toMatchObject({
        to_version: '2.0.0',
        state: 'planned',
        created_by: USER,
        at_once: 5,
        stop_after_failures: 1,
      });
      const [item, ...more] = await bench.knex('rollout_items');
      expect(more).toEqual([]);
      expect(item).toMatchObject({
        namespace_id: 'id-a',
        from_version: '1.0.0',
        state: 'planned',
      });
      expect(JSON.parse(item.changes)).toEqual([
        expect.objectContaining({ id: 'namespace', change: 'changed' }),
        expect.objectContaining({ id: 'quota', change: 'changed' }),
      ]);
      await round();
      expect(upgraded).toEqual([]);
    });

    it('can not be planned to a version that is not there, or where nobody is behind', async () => {
      await expect(plan({ to: '9.0.0' })).rejects.toThrow(/2\.0\.0, 1\.0\.0/);
      await expect(plan({ to: '1.0.0' })).rejects.toThrow(ConflictError);
      await expect(plan({ clusters: ['other'] })).rejects.toThrow(
        ConflictError,
      );
    });

    it('goes through all, so many at once', async () => {
      const id = await start({ atOnce: 2 });
      await round();
      expect(upgraded.sort()).toEqual(['id-a', 'id-b', 'id-c', 'id-d']);
      expect(most).toBe(2);
      expect(await rollout(id)).toMatchObject({ state: 'done', reason: null });
      expect(Object.values(await items())).toEqual(Array(4).fill('done'));
    });

    it('stops when as many fail as may, and goes on when it is tried again', async () => {
      accidents.set('id-b', () => {
        throw new ConflictError('somebody else owns a field');
      });
      const id = await start({ atOnce: 1 });
      await round();
      expect(await rollout(id)).toMatchObject({
        state: 'stopped',
        reason: expect.stringContaining('1 of 4 namespaces failed'),
      });
      expect(await items()).toEqual({
        'id-a': 'done',
        'id-b': 'failed',
        'id-c': 'planned',
        'id-d': 'planned',
      });
      expect(await reason('id-b')).toContain('somebody else owns a field');
      accidents.clear();
      await service().change(id, 'retry', USER);
      await round();
      expect((await rollout(id)).state).toBe('done');
    });

    it('fails where not all could be applied', async () => {
      accidents.set('id-a', async () => {
        await set('id-a', {
          baseline_version: '2.0.0',
          state: 'partial',
          reason: 'ResourceQuota quota was refused',
        });
      });
      await start({ atOnce: 1 });
      await round();
      expect(await reason('id-a')).toBe('ResourceQuota quota was refused');
      expect(await items()).toMatchObject({ 'id-a': 'failed' });
    });

    it('skips what has drifted or is not complete, and says why', async () => {
      await set('id-a', {
        drift: JSON.stringify([
          { type: 'changed', kind: 'ResourceQuota', name: 'quota' },
        ]),
      });
      await set('id-b', { state: 'partial' });
      const id = await start();
      await round();
      expect(await items()).toEqual({
        'id-a': 'skipped',
        'id-b': 'skipped',
        'id-c': 'done',
        'id-d': 'done',
      });
      expect(await reason('id-a')).toContain('ResourceQuota quota');
      expect(await reason('id-b')).toContain('partial');
      expect((await rollout(id)).state).toBe('done');
      await set('id-a', { drift: '[]' });
      await service().change(id, 'retry', USER);
      await round();
      expect(await items()).toMatchObject({ 'id-a': 'done' });
    });

    it('ends what was begun before it was killed', async () => {
      accidents.set('id-b', () => new Promise<void>(() => {}));
      const id = await start({ atOnce: 1 });
      const killed = new AbortController();
      void service().round(bench.lease, killed.signal);
      await eventually(async () => upgraded.includes('id-b'));
      // As it was left: the record says the new version, and not all is there.
      await set('id-b', { baseline_version: '2.0.0', state: 'applying' });
      accidents.clear();
      await round();
      expect((await rollout(id)).state).toBe('done');
      expect(Object.values(await items())).toEqual(Array(4).fill('done'));
    });

    it('waits for a cluster that is away, and for whoever is at work', async () => {
      accidents.set('id-a', () => {
        throw new ServiceUnavailableError('nobody answers');
      });
      await set('id-b', {
        busy_token: 'x',
        busy_until: '2026-11-20T10:03:00.000Z',
      });
      const id = await start();
      await round();
      expect(await items()).toEqual({
        'id-a': 'planned',
        'id-b': 'planned',
        'id-c': 'done',
        'id-d': 'done',
      });
      expect((await rollout(id)).state).toBe('running');
      accidents.clear();
      bench.pass(600_000);
      await round();
      expect((await rollout(id)).state).toBe('done');
    });

    it('is done with what it proposed once that was seen there', async () => {
      for (const it of ['id-a', 'id-b', 'id-c', 'id-d']) {
        accidents.set(it, async () => {
          await set(it, { baseline_version: '2.0.0', state: 'proposed' });
        });
      }
      const id = await start({ atOnce: 3 });
      await round();
      expect(await items()).toMatchObject({
        'id-a': 'proposed',
        'id-c': 'proposed',
        'id-d': 'planned',
      });
      await set('id-a', { state: 'complete' });
      await round();
      expect(await items()).toMatchObject({
        'id-a': 'done',
        'id-d': 'proposed',
      });
      for (const it of ['id-b', 'id-c', 'id-d']) {
        await set(it, { state: 'complete' });
      }
      await round();
      expect((await rollout(id)).state).toBe('done');
    });

    it('pauses, goes on and stops when it is told to', async () => {
      const id = await start({ atOnce: 1 });
      await service().change(id, 'pause', USER);
      await round();
      expect(upgraded).toEqual([]);
      await expect(service().change(id, 'start', USER)).rejects.toThrow(
        ConflictError,
      );
      await service().change(id, 'resume', USER);
      accidents.set('id-a', async () => {
        await set('id-a', { baseline_version: '2.0.0' });
        await service().change(id, 'stop', USER);
      });
      await round();
      expect(upgraded).toEqual(['id-a']);
      expect((await rollout(id)).state).toBe('stopped');
      expect(await items()).toMatchObject({
        'id-a': 'done',
        'id-b': 'planned',
      });
    });

    it('is nobody’s that is not there', async () => {
      await expect(service().change('none', 'start', USER)).rejects.toThrow(
        'There is no rollout none',
      );
    });
  });
});
