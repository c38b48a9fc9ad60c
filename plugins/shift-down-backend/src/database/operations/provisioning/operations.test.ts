import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../__testUtils__/database';
import { wish } from '../../../provisioning/__testUtils__/baselines';
import { newNamespaceRow } from '../../../provisioning/newNamespaceRow';
import type {
  ManagedNamespaceRow,
  ManagedObjectRow,
} from '../../provisioningTables';
import {
  holdManagedNamespace,
  prolongHold,
  releaseAllHolds,
  releaseHold,
} from './holdManagedNamespace';
import {
  findCollectedNamespace,
  loadCollectedCluster,
} from './loadCollectedCluster';
import { loadManagedNamespace } from './loadManagedNamespace';
import { loadManagedObjects } from './loadManagedObjects';
import { loadOtherRequests } from './loadOtherRequests';
import { removeManagedNamespace } from './removeManagedNamespace';
import { replaceManagedObjects } from './replaceManagedObjects';
import { selectKnownEntities } from './selectKnownEntities';
import { storeManagedNamespace } from './storeManagedNamespace';
import { updateManagedNamespace } from './updateManagedNamespace';
import { updateManagedObject } from './updateManagedObject';

jest.setTimeout(60_000);

const NOW = '2026-11-23T10:00:00.000Z';
const LATER = '2026-11-23T10:01:00.000Z';

describe('operations on managed namespaces', () => {
  const databases = TestDatabases.create();

  describe.each(databases.eachSupportedId())('%s', engine => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await migratedDatabase(databases, engine);
    });

    it('store one live record of a name in a cluster', async () => {
      expect(await storeManagedNamespace(knex, row('a'), [quota('a')])).toBe(
        true,
      );
      expect(await storeManagedNamespace(knex, row('b'), [quota('b')])).toBe(
        false,
      );
      expect((await loadManagedObjects(knex, ['a', 'b'])).get('b')).toEqual([]);
      expect(
        await storeManagedNamespace(
          knex,
          { ...row('c'), cluster_uid: 'another' },
          [],
        ),
      ).toBe(true);
      await updateManagedNamespace(knex, 'a', { gone_at: NOW });
      expect(await storeManagedNamespace(knex, row('d'), [])).toBe(true);
    });

    it('load by id, and the live one by its place', async () => {
      await storeManagedNamespace(knex, { ...row('a'), gone_at: NOW }, []);
      await storeManagedNamespace(knex, row('b'), []);
      const place = { clusterUid: 'uid-prod', name: 'payments-api' };
      expect((await loadManagedNamespace(knex, place))?.id).toBe('b');
      expect((await loadManagedNamespace(knex, { id: 'a' }))?.gone_at).toBe(
        NOW,
      );
      expect(
        await loadManagedNamespace(knex, { ...place, name: 'other' }),
      ).toBeUndefined();
    });

    it('update what is as it is expected, and nothing else', async () => {
      await storeManagedNamespace(knex, row('a'), []);
      expect(
        await updateManagedNamespace(
          knex,
          'a',
          { state: 'gone' },
          { uid: 'x' },
        ),
      ).toBe(false);
      expect(
        await updateManagedNamespace(knex, 'a', { uid: 'x' }, { uid: '' }),
      ).toBe(true);
      expect(await loadManagedNamespace(knex, { id: 'a' })).toMatchObject({
        state: 'applying',
        uid: 'x',
      });
    });

    it('load objects in their order, and note what came of one', async () => {
      await storeManagedNamespace(knex, row('a'), [
        { ...quota('a'), object_id: 'second', position: 1 },
        quota('a'),
      ]);
      await updateManagedObject(
        knex,
        { namespaceId: 'a', objectId: 'second' },
        { state: 'applied', uid: 'uid-1' },
      );
      const objects = (await loadManagedObjects(knex, ['a'])).get('a') ?? [];
      expect(objects.map(it => [it.object_id, it.state, it.uid])).toEqual([
        ['quota', 'pending', ''],
        ['second', 'applied', 'uid-1'],
      ]);
    });

    it('replace objects, and keep what is known of those that stay', async () => {
      const applied = {
        ...quota('a'),
        uid: 'uid-1',
        state: 'applied' as const,
        applied_at: NOW,
      };
      await storeManagedNamespace(knex, row('a'), [
        applied,
        { ...applied, object_id: 'limits', name: 'limits', uid: 'uid-2' },
        { ...applied, object_id: 'old', name: 'old', uid: 'uid-3' },
      ]);
      const { forgotten, objects } = await knex.transaction(tx =>
        replaceManagedObjects(tx, 'a', [
          { ...quota('a'), object_id: 'renamed' },
          {
            ...quota('a'),
            object_id: 'limits',
            name: 'limits',
            manifest: '{"changed":true}',
          },
          { ...quota('a'), object_id: 'new', name: 'new' },
        ]),
      );
      expect(forgotten.map(it => it.name)).toEqual(['old']);
      expect(objects.map(it => [it.object_id, it.uid, it.state])).toEqual([
        ['renamed', 'uid-1', 'applied'],
        ['limits', 'uid-2', 'pending'],
        ['new', '', 'pending'],
      ]);
      const stored = (await loadManagedObjects(knex, ['a'])).get('a') ?? [];
      expect(stored.map(it => it.object_id).sort()).toEqual([
        'limits',
        'new',
        'renamed',
      ]);
    });

    it('hold a namespace for one at a time', async () => {
      await storeManagedNamespace(knex, row('a'), []);
      const hold = (token: string, now: string, until = LATER) =>
        holdManagedNamespace(knex, { id: 'a', token, now, until });
      expect(await hold('one', NOW)).toBe(true);
      expect(await hold('two', NOW)).toBe(false);
      expect(await hold('two', LATER)).toBe(true);
      expect(
        await prolongHold(knex, { id: 'a', token: 'one', until: LATER }),
      ).toBe(false);
      await releaseHold(knex, { id: 'a', token: 'one' });
      expect(await hold('three', NOW)).toBe(false);
      await releaseHold(knex, { id: 'a', token: 'two' });
      expect(await hold('three', NOW)).toBe(true);
      await releaseAllHolds(knex);
      expect(await hold('four', NOW)).toBe(true);
      await releaseAllHolds(knex);
      await updateManagedNamespace(knex, 'a', { gone_at: NOW });
      expect(await hold('five', NOW)).toBe(false);
    });

    it('remove a record of which nothing was made, with its objects', async () => {
      await storeManagedNamespace(
        knex,
        { ...row('a'), busy_token: 'one', uid: 'uid-1' },
        [quota('a')],
      );
      const mine = { id: 'a', token: 'one' };
      expect(await removeManagedNamespace(knex, mine)).toBe(false);
      await updateManagedNamespace(knex, 'a', { uid: '' });
      expect(
        await removeManagedNamespace(knex, { id: 'a', token: 'two' }),
      ).toBe(false);
      expect(await removeManagedNamespace(knex, mine)).toBe(true);
      expect(await knex('managed_objects')).toEqual([]);
    });

    it('load what else an owner asked for in a cluster', async () => {
      const named = (id: string, change: Partial<ManagedNamespaceRow>) =>
        storeManagedNamespace(
          knex,
          { ...row(id), name: id, request: `{"name":"${id}"}`, ...change },
          [],
        );
      await named('a', {});
      await named('b', {});
      await named('c', { gone_at: NOW });
      await named('d', { owner_ref: 'group:default/search' });
      await named('e', { cluster_uid: 'another' });
      expect(
        await loadOtherRequests(knex, {
          clusterUid: 'uid-prod',
          ownerRef: 'group:default/payments',
          except: 'a',
        }),
      ).toEqual(['{"name":"b"}']);
    });

    it('know clusters and namespaces that were collected, and entities', async () => {
      const cluster = { title: '', report_trust: 'trusted' };
      await knex('clusters').insert([
        { name: 'prod', uid: 'uid-prod', ...cluster },
        { name: 'new', uid: null, ...cluster },
      ]);
      expect(
        await loadCollectedCluster(knex, { uid: 'uid-prod' }),
      ).toMatchObject({ name: 'prod', uid: 'uid-prod' });
      expect(await loadCollectedCluster(knex, { name: 'new' })).toBeUndefined();
      expect(
        await findCollectedNamespace(knex, 'uid-prod', 'payments-api'),
      ).toBeUndefined();
      expect(
        await selectKnownEntities(knex, ['group:default/payments']),
      ).toEqual(new Set());
    });
  });
});

function row(id: string): ManagedNamespaceRow {
  return newNamespaceRow(wish(), {
    id,
    clusterUid: 'uid-prod',
    delivery: 'cluster',
    origin: 'provisioned',
    uid: '',
    version: '1.0.0',
    createdBy: 'user:default/dana',
    now: NOW,
  });
}

function quota(namespaceId: string): ManagedObjectRow {
  return {
    namespace_id: namespaceId,
    object_id: 'quota',
    position: 0,
    title: 'Quota',
    controls: '[]',
    api_version: 'v1',
    kind: 'ResourceQuota',
    namespace: 'payments-api',
    name: 'quota',
    made_by_cluster: false,
    manifest: '{}',
    uid: '',
    state: 'pending',
    reason: null,
    applied_at: null,
  };
}
