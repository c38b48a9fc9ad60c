/** Whose a namespace is by our own record of it, which a team can't write. */
import { TestDatabases } from '@backstage/backend-test-utils';
import { component, group } from '../../__testUtils__/catalog';
import { migratedDatabase } from '../../__testUtils__/database';
import { workload } from '../../__testUtils__/evidence';
import { mirror } from '../../__testUtils__/sink';
import { namespaceManifest } from './__testUtils__/plannedObjects';
import { WatchBench } from './__testUtils__/WatchBench';

jest.setTimeout(60_000);

describe('the owner of a managed namespace', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    let bench: WatchBench;

    const seen = async (name: string, owner?: string, uid?: string) =>
      await bench.collect(
        namespaceManifest(
          name,
          { id: '' },
          owner === undefined ? {} : { 'shift-down.io/owner': owner },
        ),
        uid,
      );
    const owner = async (name: string) => {
      const row = await bench.knex('namespaces').where({ name }).first();
      return [row.owner_source, row.owner_ref];
    };

    beforeEach(async () => {
      bench = await WatchBench.create(
        await migratedDatabase(databases, databaseId),
      );
      await mirror(bench.knex, group('team-a'), group('team-b'));
    });

    it('is the one of the record, whatever its label says', async () => {
      await bench.recorded('shop');
      await seen('shop', 'team-b');
      expect(await owner('shop')).toEqual(['record', 'group:default/team-a']);
    });

    it('is not the one of the record where it is another Namespace', async () => {
      await bench.recorded('shop');
      await seen('shop', 'team-b', 'uid-of-another');
      expect(await owner('shop')).toEqual(['label', 'group:default/team-b']);
      await seen('shop', undefined, 'uid-of-another');
      expect(await owner('shop')).toEqual([null, null]);
    });

    it('is not the one of a record that is gone', async () => {
      await bench.recorded('shop', {
        state: 'gone',
        gone_at: '2026-11-20T10:00:00.000Z',
      });
      await seen('shop', 'team-b');
      expect(await owner('shop')).toEqual(['label', 'group:default/team-b']);
    });

    it('is the one of a rule before that of the record', async () => {
      await bench.recorded('payments', { owner_ref: 'group:default/team-b' });
      await seen('payments');
      expect(await owner('payments')).toEqual(['rule', 'group:default/team-a']);
    });

    it('follows a record that comes, changes and goes, and its claims with it', async () => {
      await mirror(bench.knex, component('api', { owner: 'team-a' }));
      await seen('shop', 'team-b');
      await bench.sink.apply('Workload', {
        upserts: [workload('api', { in: 'shop' })],
        deletes: [],
      });
      const linked = async () => await bench.knex('subject_entities');
      expect(await linked()).toEqual([]);

      const id = await bench.recorded('shop');
      await bench.round();
      expect(await owner('shop')).toEqual(['record', 'group:default/team-a']);
      expect(await linked()).toHaveLength(1);

      await bench
        .knex('managed_namespaces')
        .where({ id })
        .update({ owner_ref: 'group:default/team-b' });
      await bench.round();
      expect(await owner('shop')).toEqual(['record', 'group:default/team-b']);
      expect(await linked()).toEqual([]);

      await bench
        .knex('managed_namespaces')
        .where({ id })
        .update({ gone_at: bench.clock.now().toISOString(), state: 'gone' });
      await bench.round();
      expect(await owner('shop')).toEqual(['label', 'group:default/team-b']);
    });
  });
});
