/** What is told of namespaces, and to whom, over HTTP. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { insertSubject, SEEN } from '../../__testUtils__/rows';
import { OTHERS, OWN, TEAM_A, TEAM_B } from '../__testUtils__/seedTwoTeams';
import {
  aRequest,
  IDS,
  startProvisioningPortal,
  type Asker,
  type ProvisioningPortal,
} from './__testUtils__/provisioningPortal';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

jest.setTimeout(60_000);

/** Payments of team A depends on the ledger of team B. */
const PAYMENTS: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { namespace: 'default', name: 'payments' },
  relations: [{ type: 'dependsOn', targetRef: OTHERS }],
};

describe('reading namespaces', () => {
  let portal: ProvisioningPortal;

  beforeAll(async () => {
    portal = await startProvisioningPortal(databases, 'SQLITE_3', {
      entities: [PAYMENTS],
    });
  });

  afterAll(async () => {
    await portal.server.stop();
  });

  async function read(as: Asker, path: string) {
    const { body, status } = await portal.send(as, 'get', path);
    expect({ status, error: body.error }).toEqual({ status: 200 });
    return body;
  }

  const names = (body: { items: { name: string }[] }) =>
    body.items.map(it => it.name);

  it.each<[Asker, string[]]>([
    ['ownerA', ['team-a-old', 'team-a-shop']],
    ['ownerB', ['team-b-shop', 'team-b-vault']],
    ['platform', ['team-a-old', 'team-a-shop', 'team-b-shop', 'team-b-vault']],
    ['auditor', ['team-a-old', 'team-a-shop', 'team-b-shop', 'team-b-vault']],
    ['outsider', []],
  ])('lists and counts for %s %j, page by page', async (asker, expected) => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await read(
        asker,
        `/managed-namespaces?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.total).toBe(expected.length);
      seen.push(...names(page));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(expected);
  });

  it.each([
    ['state=partial', ['team-b-vault']],
    ['state=gone&state=partial', ['team-a-old', 'team-b-vault']],
    ['drifted=true', ['team-a-shop']],
    ['behind=true', ['team-b-shop', 'team-b-vault']],
    ['behind=false', ['team-a-old', 'team-a-shop']],
    ['cluster=vault', ['team-b-vault']],
    ['baselineVersion=1.1.0', ['team-a-shop']],
    ['text=SHOP', ['team-a-shop', 'team-b-shop']],
  ])('filters by %s', async (query, expected) => {
    const page = await read('platform', `/managed-namespaces?${query}`);
    expect(names(page)).toEqual(expected);
    expect(page.total).toBe(expected.length);
  });

  it('takes a cursor of no other filters, and none that somebody made up', async () => {
    const { nextCursor } = await read(
      'platform',
      '/managed-namespaces?limit=1',
    );
    for (const query of [`text=a&cursor=${nextCursor}`, 'cursor=made-up']) {
      const { status } = await portal.send(
        'platform',
        'get',
        `/managed-namespaces?${query}`,
      );
      expect(status).toBe(400);
    }
  });

  it('gives nobody more by the cursor of somebody else', async () => {
    const { nextCursor } = await read(
      'platform',
      '/managed-namespaces?limit=1',
    );
    const page = await read(
      'ownerB',
      `/managed-namespaces?limit=9&cursor=${nextCursor}`,
    );
    expect(names(page)).toEqual(['team-b-shop', 'team-b-vault']);
  });

  it('knows nobody to be behind while the baselines are away', async () => {
    const { current } = portal.parts.baselines;
    const usual = current.getMockImplementation();
    current.mockResolvedValue({
      baselines: [],
      problems: ['away'],
    } as never);
    try {
      expect(
        await read('platform', '/managed-namespaces?behind=false'),
      ).toMatchObject({ items: [], total: 0 });
      const [item] = (await read('platform', '/managed-namespaces?text=b-shop'))
        .items;
      expect(item).toMatchObject({ currentVersion: '', isBehind: false });
    } finally {
      current.mockImplementation(usual);
    }
  });

  it('tells one in full: what was asked for, its objects as applied, and its drift', async () => {
    const namespace = await read(
      'ownerA',
      '/managed-namespaces/demo/team-a-shop',
    );
    expect(namespace).toMatchObject({
      id: IDS.ofA,
      cluster: 'demo',
      name: 'team-a-shop',
      entityRef: 'resource:default/demo-team-a-shop',
      drifted: 1,
      unknown: 1,
      comparedAt: SEEN,
      request: { size: 'small', ownerRef: TEAM_A },
      drift: [{ type: 'changed' }, { type: 'unknown' }],
      actions: ['verify', 'register'],
    });
    expect(namespace.objects).toEqual([
      {
        id: 'team-a-shop',
        title: 'The Namespace team-a-shop',
        apiVersion: 'v1',
        kind: 'Namespace',
        name: 'team-a-shop',
        controls: [{ standard: 'shift-down', id: 'network-policy' }],
        state: 'applied',
        yaml: expect.stringMatching(/kind: Namespace/),
        appliedAt: SEEN,
      },
      expect.objectContaining({
        kind: 'NetworkPolicy',
        namespace: 'team-a-shop',
        name: 'default-deny',
      }),
    ]);
  });

  it.each<[Asker, string, string[]]>([
    ['ownerA', 'demo/team-a-shop', ['verify', 'register']],
    ['platform', 'demo/team-a-shop', ['verify', 'repair', 'register']],
    [
      'platform',
      'demo/team-b-shop',
      ['verify', 'repair', 'upgrade', 'register'],
    ],
    ['ownerA', 'demo/team-a-old', []],
    ['platform', 'demo/team-a-old', ['forget']],
    ['auditor', 'demo/team-b-shop', []],
  ])('offers %s for %s %j', async (asker, place, actions) => {
    expect((await read(asker, `/managed-namespaces/${place}`)).actions).toEqual(
      actions,
    );
  });

  it('does not do what can not be done now', async () => {
    for (const [path, why] of [
      [
        'demo/team-a-shop/forget',
        'only the record of a namespace that is gone',
      ],
      ['demo/team-a-old/repair', 'is gone'],
      ['demo/team-a-shop/upgrade', 'has the current baseline already'],
    ]) {
      const { body, status } = await portal.send(
        'platform',
        'post',
        `/managed-namespaces/${path}`,
      );
      expect(status).toBe(409);
      expect(body.error.message).toContain(why);
    }
  });

  it('offers the groups of the user, with prefixes and their names in clusters', async () => {
    const options = await read('ownerA', '/managed-namespaces/options');
    expect(options).toMatchObject({
      mayCreate: true,
      mayManage: false,
      clusters: [
        {
          name: 'demo',
          delivery: 'cluster',
          canProve: false,
          problem: expect.stringContaining('Nobody writes to this cluster'),
        },
      ],
      groups: [
        { ref: TEAM_A, prefixes: ['team-a-'], clusterGroup: 'oidc:team-a' },
      ],
      baselines: [
        { version: '1.1.0', isCurrent: true },
        { version: '1.0.0', isCurrent: false },
      ],
    });
    expect(options.reason).toBeUndefined();
  });

  it('offers nothing to who may not ask, and says why', async () => {
    expect(await read('outsider', '/managed-namespaces/options')).toMatchObject(
      {
        mayCreate: false,
        clusters: [],
        groups: [],
        sizes: [],
        reason: expect.stringContaining('shift-down.namespaces.create'),
      },
    );
  });

  it.each<[Asker, number[]]>([
    ['ownerA', [1, 0]],
    ['ownerB', [0, 2]],
    ['platform', [1, 2]],
    ['outsider', [0, 0]],
  ])('counts for %s %j namespaces by version', async (asker, counts) => {
    const { items } = await read(asker, '/baselines');
    expect(items.map((it: { version: string }) => it.version)).toEqual([
      '1.1.0',
      '1.0.0',
    ]);
    expect(items.map((it: { namespaces: number }) => it.namespaces)).toEqual(
      counts,
    );
    expect(items[0].changes).toMatchObject([
      { id: 'namespace', change: 'changed' },
    ]);
    expect(items[1].changes).toEqual([]);
  });

  it('tells what went wrong with baselines to those who may read everything', async () => {
    const { problems } = await read('ownerA', '/baselines');
    expect(problems.join()).not.toContain('secret-repository');
    expect(problems).toHaveLength(1);
    expect((await read('platform', '/baselines')).problems.join()).toContain(
      'secret-repository',
    );
  });

  it.each<[Asker, Record<string, Record<string, number>>]>([
    ['ownerA', { [IDS.rollout]: { done: 1 } }],
    [
      'ownerB',
      { [IDS.rolloutOfB]: { planned: 1 }, [IDS.rollout]: { failed: 1 } },
    ],
    [
      'platform',
      {
        [IDS.rolloutOfB]: { planned: 1 },
        [IDS.rollout]: { done: 1, failed: 1 },
      },
    ],
    ['outsider', {}],
  ])('lists and counts rollouts for %s', async (asker, expected) => {
    const { items } = await read(asker, '/rollouts');
    expect(
      Object.fromEntries(
        items.map((it: { id: string; counts: object }) => [it.id, it.counts]),
      ),
    ).toEqual(expected);
  });

  it('names no namespace of others in a rollout', async () => {
    const rollout = await read('ownerA', `/rollouts/${IDS.rollout}`);
    expect(names(rollout)).toEqual(['team-a-shop']);
    expect(JSON.stringify(rollout)).not.toContain('team-b');
    expect(await read('platform', `/rollouts/${IDS.rollout}`)).toMatchObject({
      reason: 'team-b-shop failed',
      counts: { done: 1, failed: 1 },
    });
  });

  it('gives the catalog all that is there, by names that are unique', async () => {
    const list = await read('catalog service', '/managed-namespaces/catalog');
    expect(list.isComplete).toBe(true);
    expect(
      list.items.map((it: { entityName: string; ownerRef: string }) => [
        it.entityName,
        it.ownerRef,
      ]),
    ).toEqual([
      ['demo-team-a-shop', TEAM_A],
      ['demo-team-b-shop', TEAM_B],
      ['vault-team-b-vault', TEAM_B],
    ]);
    await portal.knex('sources').where({ kind: 'Namespace' }).delete();
    expect(
      await read('catalog service', '/managed-namespaces/catalog'),
    ).toMatchObject({ isComplete: false, items: { length: 3 } });
  });

  it('tells the catalog to look when asked to, and when a record ends', async () => {
    portal.parts.onChanged.mockClear();
    await portal.send(
      'ownerA',
      'post',
      '/managed-namespaces/demo/team-a-shop/register',
    );
    expect(portal.parts.onChanged).toHaveBeenCalledWith(IDS.ofA);
    const { body } = await portal.send(
      'platform',
      'post',
      '/managed-namespaces/demo/team-a-old/forget',
    );
    expect(body).toMatchObject({ name: 'team-a-old', state: 'gone' });
    expect(portal.parts.onChanged).toHaveBeenCalledWith(IDS.goneOfA);
    const { status } = await portal.send(
      'platform',
      'get',
      '/managed-namespaces/demo/team-a-old',
    );
    expect(status).toBe(404);
  });

  describe('of one that is to be adopted', () => {
    const manifest = (kind: string, apiVersion: string, more: object) => ({
      id: kind,
      title: kind,
      controls: ['network-policy'],
      madeByCluster: false,
      yaml: '',
      verdicts: [],
      manifest: { apiVersion, kind, ...more },
    });

    beforeAll(async () => {
      portal.parts.provisioning.preview.mockResolvedValue({
        baselineVersion: '1.1.0',
        delivery: 'cluster',
        objects: [
          manifest('Namespace', 'v1', { metadata: { name: 'team-a' } }),
          manifest('NetworkPolicy', 'networking.k8s.io/v1', {
            metadata: { name: 'default-deny', namespace: 'team-a' },
            spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
          }),
        ] as never,
        problems: [
          { code: 'taken', field: 'name', message: 'It exists' },
          { code: 'prefix', field: 'name', message: 'It begins otherwise' },
        ],
        warnings: [],
        quota: [],
        needsException: false,
      });
      await insertSubject(portal.knex, {
        cluster: 'demo',
        namespace: 'team-b',
        name: 'ledger-again',
        entities: [OTHERS],
      });
    });

    const plan = async (as: Asker, name = 'team-a') =>
      await portal.send(
        as,
        'post',
        '/namespace-adoptions/preview',
        aRequest({ name }),
      );

    it('tells what is missing, and which declared dependencies would be cut', async () => {
      const { body, status } = await plan('platform');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        cluster: 'demo',
        name: 'team-a',
        total: 2,
        problems: [],
        mayAdopt: true,
        caveat: expect.stringContaining(
          'traffic is not observed; absence proves nothing',
        ),
        cut: [{ fromRef: OWN, toRef: OTHERS, direction: 'egress' }],
      });
      expect(body.hidden).toBeUndefined();
    });

    it('only counts dependencies with what the reader may not read', async () => {
      const { body } = await plan('ownerA');
      expect(body).toMatchObject({ cut: [], hidden: 1, mayAdopt: false });
      expect(JSON.stringify(body)).not.toContain('ledger');
    });

    it('answers for what is not there as for what is of others', async () => {
      const unknown = await plan('ownerA', 'nobody-knows');
      const others = await plan('ownerA', 'team-b');
      expect([unknown.status, others.status]).toEqual([404, 404]);
      expect(others.body.error.message.replace('team-b', 'X')).toBe(
        unknown.body.error.message.replace('nobody-knows', 'X'),
      );
    });

    it('adopts nothing that is managed already', async () => {
      await portal
        .knex('managed_namespaces')
        .where({ id: IDS.ofA })
        .update({ name: 'team-a' });
      const { body } = await plan('platform');
      expect(body).toMatchObject({
        mayAdopt: false,
        problems: [{ code: 'taken' }],
      });
    });
  });
});
