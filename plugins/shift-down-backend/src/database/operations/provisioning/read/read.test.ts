/** What of the records may be read, on every database. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migratedDatabase } from '../../../../__testUtils__/database';
import {
  insertCluster,
  insertSource,
  insertSubject,
} from '../../../../__testUtils__/rows';
import {
  insertManaged,
  insertRollout,
  uuidOf,
} from '../../../../__testUtils__/managedNamespaces';
import { countByBaseline } from './countByBaseline';
import { loadEntitiesIn, loadNamespacesOf } from './entitiesInNamespaces';
import { findManagedNamespace } from './findManagedNamespace';
import { findNamespace } from './findNamespace';
import { forgetManagedNamespace } from './forgetManagedNamespace';
import {
  listManagedNamespaces,
  type ManagedNamespaceFilters,
} from './listManagedNamespaces';
import {
  countUnseenClusters,
  loadCatalogNamespaces,
} from './loadCatalogNamespaces';
import { loadClusterNames } from './loadClusterNames';
import {
  countRolloutItems,
  loadNewestRollouts,
  loadRolloutItems,
} from './loadRollouts';

const databases = TestDatabases.create();
const TEAM_A = 'group:default/team-a';
const TEAM_B = 'group:default/team-b';
const OF_A = { ownerRefs: [TEAM_A] };
const NOW = '2026-11-05T00:00:00.000Z';

jest.setTimeout(60_000);

describe.each(databases.eachSupportedId())('records on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, databaseId);
    await insertCluster(knex, 'demo');
    await insertCluster(knex, 'vault');
  });

  afterEach(async () => {
    await knex.destroy();
  });

  async function list(
    filters: ManagedNamespaceFilters = {},
    readable: Parameters<
      typeof listManagedNamespaces
    >[1]['readable'] = 'everything',
  ) {
    const { rows, total } = await listManagedNamespaces(knex, {
      readable,
      filters,
      limit: 100,
    });
    expect(total).toBe(rows.length);
    return rows.map(row => `${row.cluster}/${row.name}`);
  }

  const drift = (...types: string[]) =>
    JSON.stringify(types.map(type => ({ type, message: '"type":"added"' })));

  it('pages by cluster and name, over one total, and shows each once', async () => {
    for (const cluster_name of ['vault', 'demo']) {
      for (const name of ['c', 'a', 'b']) {
        await insertManaged(knex, { cluster_name, name, owner_ref: TEAM_A });
      }
    }
    await insertManaged(knex, { name: 'other', owner_ref: TEAM_B });
    const seen: string[] = [];
    let after: string[] | undefined;
    for (;;) {
      const page = await listManagedNamespaces(knex, {
        readable: OF_A,
        filters: {},
        limit: 4,
        after,
      });
      expect(page.total).toBe(6);
      seen.push(...page.rows.map(row => `${row.cluster}/${row.name}`));
      const last = page.rows.at(-1);
      if (!page.more || !last) {
        break;
      }
      after = [last.cluster, last.name];
    }
    expect(seen).toEqual([
      'demo/a',
      'demo/b',
      'demo/c',
      'vault/a',
      'vault/b',
      'vault/c',
    ]);
  });

  it.each<[ManagedNamespaceFilters, string[]]>([
    [{ cluster: ['vault'] }, ['vault/shop']],
    [{ cluster: [] }, []],
    [{ state: ['partial', 'gone'] }, ['demo/broken', 'demo/gone']],
    [{ baselineVersion: '1.1.0' }, ['demo/new']],
    [{ drifted: true }, ['demo/broken']],
    [{ drifted: false }, ['demo/gone', 'demo/new', 'vault/shop']],
    [{ behind: { is: true, current: '1.1.0' } }, ['demo/broken', 'vault/shop']],
    [{ behind: { is: false, current: '1.1.0' } }, ['demo/gone', 'demo/new']],
    [{ text: 'SHO' }, ['vault/shop']],
    [{ text: '%' }, []],
  ])('filters by %j', async (filters, expected) => {
    await insertManaged(knex, {
      cluster_name: 'vault',
      name: 'shop',
      owner_ref: TEAM_A,
    });
    await insertManaged(knex, {
      name: 'new',
      owner_ref: TEAM_A,
      baseline_version: '1.1.0',
      drift: drift('unknown'),
    });
    await insertManaged(knex, {
      name: 'broken',
      owner_ref: TEAM_A,
      state: 'partial',
      drift: drift('unknown', 'missing'),
    });
    await insertManaged(knex, {
      name: 'gone',
      owner_ref: TEAM_A,
      state: 'gone',
      gone_at: NOW,
    });
    expect(await list(filters)).toEqual(expected);
  });

  it('shows the live record of a name, or else the last one, and none that was forgotten', async () => {
    const record = (id: string, gone_at: string | null) =>
      insertManaged(knex, {
        id: uuidOf(id),
        name: 'shop',
        owner_ref: TEAM_A,
        baseline_version: id,
        state: gone_at ? 'gone' : 'complete',
        gone_at,
      });
    const shown = async () =>
      (
        await findManagedNamespace(knex, 'everything', {
          cluster: 'demo',
          namespace: 'shop',
        })
      )?.baseline_version;
    await record('first', '2026-11-01T00:00:00.000Z');
    const second = await record('second', '2026-11-02T00:00:00.000Z');
    expect(await shown()).toBe('second');
    const live = await record('live', null);
    expect(await shown()).toBe('live');
    expect(await list()).toEqual(['demo/shop']);
    expect(await forgetManagedNamespace(knex, live, NOW)).toBe(false);

    await knex('managed_namespaces')
      .where({ id: live })
      .update({ state: 'gone', gone_at: NOW });
    expect(await forgetManagedNamespace(knex, live, NOW)).toBe(true);
    expect(await forgetManagedNamespace(knex, live, NOW)).toBe(false);
    expect(await shown()).toBeUndefined();
    expect(await list()).toEqual([]);
    expect(
      await findManagedNamespace(knex, 'everything', { id: second }),
    ).toBeUndefined();
    expect(await knex('managed_namespaces').select('id')).toHaveLength(3);
  });

  it('calls a cluster as config does now, and as it was called where it is there no more', async () => {
    await insertManaged(knex, {
      cluster_uid: 'uid-demo',
      cluster_name: 'was-called-so',
      name: 'shop',
      owner_ref: TEAM_A,
    });
    await insertManaged(knex, {
      cluster_name: 'away',
      name: 'shop',
      owner_ref: TEAM_A,
    });
    expect(await list()).toEqual(['away/shop', 'demo/shop']);
    expect(await list({ cluster: ['was-called-so'] })).toEqual([]);
    expect(await loadClusterNames(knex)).toEqual(['away', 'demo', 'vault']);
  });

  it('finds, lists and counts only what the reader may read', async () => {
    await insertManaged(knex, { name: 'a', owner_ref: TEAM_A });
    const ofB = await insertManaged(knex, { name: 'b', owner_ref: TEAM_B });
    await insertManaged(knex, {
      name: 'gone',
      owner_ref: TEAM_A,
      state: 'gone',
      gone_at: NOW,
    });
    expect(await list({}, OF_A)).toEqual(['demo/a', 'demo/gone']);
    expect(await list({}, { ownerRefs: [] })).toEqual([]);
    expect(await findManagedNamespace(knex, OF_A, { id: ofB })).toBeUndefined();
    expect(
      await findManagedNamespace(knex, OF_A, {
        cluster: 'demo',
        namespace: 'b',
      }),
    ).toBeUndefined();
    expect(await countByBaseline(knex, OF_A)).toEqual(new Map([['1.0.0', 1]]));
    expect(await countByBaseline(knex, 'everything')).toEqual(
      new Map([['1.0.0', 2]]),
    );
  });

  it('tells of rollouts what concerns namespaces that may be read', async () => {
    const a = await insertManaged(knex, { name: 'a', owner_ref: TEAM_A });
    const b = await insertManaged(knex, { name: 'b', owner_ref: TEAM_B });
    const both = await insertRollout(knex, { id: uuidOf('both') }, [
      { namespace_id: b, state: 'failed' },
      { namespace_id: a, state: 'done' },
    ]);
    const other = await insertRollout(
      knex,
      { id: uuidOf('other'), created_at: NOW },
      [{ namespace_id: b }],
    );
    expect((await loadNewestRollouts(knex, 5)).map(({ id }) => id)).toEqual([
      other,
      both,
    ]);
    expect(await countRolloutItems(knex, [both, other], OF_A)).toEqual(
      new Map([[both, { done: 1 }]]),
    );
    expect(await countRolloutItems(knex, [both, other], 'everything')).toEqual(
      new Map([
        [both, { done: 1, failed: 1 }],
        [other, { planned: 1 }],
      ]),
    );
    const items = await loadRolloutItems(knex, both, 'everything');
    expect(items.map(it => it.name)).toEqual(['a', 'b']);
    expect(await loadRolloutItems(knex, both, OF_A)).toHaveLength(1);
  });

  it('gives the catalog what was made or is proposed, and nothing that is gone', async () => {
    await insertManaged(knex, { name: 'made', owner_ref: TEAM_A });
    await insertManaged(knex, {
      name: 'proposed',
      owner_ref: TEAM_A,
      state: 'proposed',
      uid: '',
    });
    await insertManaged(knex, {
      name: 'begun',
      owner_ref: TEAM_A,
      state: 'applying',
      uid: '',
    });
    await insertManaged(knex, {
      name: 'gone',
      owner_ref: TEAM_A,
      state: 'gone',
      gone_at: NOW,
    });
    const rows = await loadCatalogNamespaces(knex);
    expect(rows.map(({ name, title }) => [name, title])).toEqual([
      ['made', 'demo'],
      ['proposed', 'demo'],
    ]);
  });

  it('counts the clusters with records whose namespaces nobody ever saw', async () => {
    expect(await countUnseenClusters(knex)).toBe(0);
    await insertManaged(knex, { name: 'a', owner_ref: TEAM_A });
    await insertManaged(knex, {
      cluster_name: 'not-in-config',
      name: 'a',
      owner_ref: TEAM_A,
    });
    expect(await countUnseenClusters(knex)).toBe(1);
    await insertSource(knex, {
      cluster_name: 'demo',
      kind: 'Namespace',
      state: 'failed',
      last_success_at: null,
    });
    expect(await countUnseenClusters(knex)).toBe(1);
    await knex('sources').update({ last_success_at: NOW });
    expect(await countUnseenClusters(knex)).toBe(0);
  });

  it('knows which entities run where', async () => {
    await insertSubject(knex, {
      cluster: 'demo',
      namespace: 'shop',
      name: 'web',
      entities: ['component:default/web', 'component:default/site'],
    });
    await insertSubject(knex, {
      cluster: 'vault',
      namespace: 'shop',
      name: 'web',
      entities: ['component:default/elsewhere'],
    });
    expect(
      await loadEntitiesIn(knex, { clusterUid: 'uid-demo', namespace: 'shop' }),
    ).toEqual(['component:default/site', 'component:default/web']);
    expect(
      await loadNamespacesOf(knex, 'uid-demo', [
        'component:default/web',
        'component:default/elsewhere',
      ]),
    ).toEqual(new Map([['component:default/web', ['shop']]]));
  });

  it('finds a Namespace that was collected by the name of its cluster', async () => {
    await knex('namespaces').insert({
      cluster_uid: 'uid-demo',
      name: 'shop',
      object_id: 'object',
      uid: 'uid',
      labels: '{}',
      fields: '{}',
      owner_ref: TEAM_A,
    });
    expect(
      await findNamespace(knex, { cluster: 'demo', name: 'shop' }),
    ).toMatchObject({ owner_ref: TEAM_A });
    expect(
      await findNamespace(knex, { cluster: 'vault', name: 'shop' }),
    ).toBeUndefined();
  });
});
