/** Namespaces that somebody else made are completed only where everything speaks for it. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { LABEL_BASELINE } from '@shift-down/plugin-shift-down-common';
import { migratedDatabase } from '../../__testUtils__/database';
import { namespaceManifest } from './__testUtils__/plannedObjects';
import { uidOf } from './__testUtils__/collected';
import { CONFIG, WatchBench } from './__testUtils__/WatchBench';

jest.setTimeout(60_000);

const JUST_IN_TIME = {
  ...CONFIG,
  clusters: CONFIG.clusters.map(it => ({ ...it, justInTime: true })),
};
const OWNED = { 'shift-down.io/owner': 'team-a' };

describe('namespaces that somebody else made', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;

    const make = async (name: string, labels: Record<string, string>) => {
      const manifest = namespaceManifest(name, { id: '' });
      await bench.collect({
        ...manifest,
        metadata: { name, labels },
      });
    };
    const records = async () =>
      await bench.knex('managed_namespaces').orderBy('name');

    beforeEach(async () => {
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      bench.config = JUST_IN_TIME;
      await bench.fresh();
    });

    it('get a record, and what is missing', async () => {
      await make('shop', { ...OWNED, [LABEL_BASELINE]: '1.0.0' });
      await bench.round();
      const [row] = await records();
      expect(row).toMatchObject({
        name: 'shop',
        uid: uidOf('Namespace', 'shop'),
        origin: 'just-in-time',
        state: 'applying',
        owner_ref: 'group:default/team-a',
        baseline_version: '1.0.0',
        wished_level: 'restricted',
        environment: 'production',
      });
      expect(JSON.parse(row.request)).toMatchObject({ roles: [], egress: [] });
      expect(
        await bench.knex('managed_objects').where({ namespace_id: row.id }),
      ).not.toEqual([]);
      await bench.round();
      expect(bench.filled).toEqual([row.id]);
    });

    it('are tried again until they are complete, and then never', async () => {
      await make('shop', { ...OWNED, [LABEL_BASELINE]: '1.0.0' });
      await bench.round();
      await bench.round();
      await bench.round();
      expect(bench.filled).toHaveLength(2);
      await bench.knex('managed_namespaces').update({ state: 'complete' });
      await bench.round();
      expect(bench.filled).toHaveLength(2);
    });

    it.each([
      ['has no label', 'shop', OWNED],
      [
        'has a reserved name',
        'kube-system',
        { ...OWNED, [LABEL_BASELINE]: '1.0.0' },
      ],
      ['names no version', 'shop', { ...OWNED, [LABEL_BASELINE]: '9.9.9' }],
      ['belongs to nobody', 'shop', { [LABEL_BASELINE]: '1.0.0' }],
      [
        'belongs to a group that nobody knows',
        'shop',
        { 'shift-down.io/owner': 'masters', [LABEL_BASELINE]: '1.0.0' },
      ],
    ])('are left alone where one %s', async (_, name, labels) => {
      await make(name, labels);
      await bench.round();
      await bench.round();
      expect(await records()).toEqual([]);
      expect(bench.filled).toEqual([]);
    });

    it('are left alone where config does not want it', async () => {
      bench.config = CONFIG;
      await make('shop', { ...OWNED, [LABEL_BASELINE]: '1.0.0' });
      await bench.round();
      expect(await records()).toEqual([]);
    });

    it('are left alone where there is a record', async () => {
      await bench.managed('shop');
      await bench.round();
      await bench.round();
      expect(await records()).toHaveLength(1);
      expect(bench.filled).toEqual([]);
    });

    it('are left alone while they are being deleted', async () => {
      const manifest = namespaceManifest('shop', { id: '' }, OWNED);
      await bench.collect({ ...manifest, status: { phase: 'Terminating' } });
      await bench.round();
      expect(await records()).toEqual([]);
    });
  });
});
