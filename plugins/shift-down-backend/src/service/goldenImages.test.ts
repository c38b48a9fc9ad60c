/** Golden images, and the images that stand on them, as each persona gets them. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type {
  GoldenImageDetail,
  GoldenImageList,
  GoldenImageUserPage,
  ImagePage,
  UpgradeAdvice,
} from '@shift-down/plugin-shift-down-common/client';
import type { Knex } from 'knex';
import request from 'supertest';
import { migratedDatabase } from '../__testUtils__/database';
import { EXPLOITED } from './__testUtils__/imageContext';
import { API } from './__testUtils__/seededPortal';
import {
  digest,
  GOLDEN,
  NOW,
  seedGoldenImages,
} from './__testUtils__/seedGoldenImages';
import {
  OTHERS,
  OWN,
  PROXY,
  seedTwoTeams,
  TEAM_A,
  TEAM_B,
} from './__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from './__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('golden images on %p', id => {
  let knex: Knex;
  let portal: TestPortal;

  beforeAll(async () => {
    knex = await migratedDatabase(databases, id);
    await seedTwoTeams(knex);
    await seedGoldenImages(knex);
    portal = await startTestPortal({
      knex,
      catalog: [OWN, OTHERS],
      now: () => NOW,
    });
  });

  async function ask(persona: Persona, path: string) {
    return await request(portal.server)
      .get(`${API}${path}`)
      .set('authorization', signedInAs(persona));
  }

  async function read<T>(persona: Persona, path: string): Promise<T> {
    const { body, status } = await ask(persona, path);
    expect({ path, status, error: body.error }).toEqual({
      path,
      status: 200,
      error: undefined,
    });
    return body;
  }

  const users = async (persona: Persona, query = '') =>
    await read<GoldenImageUserPage>(
      persona,
      `/golden-images/${GOLDEN}/users${query}`,
    );

  const NOBODY = { current: 0, behind: 0, outOfSupport: 0, retired: 0 };

  it.each<[Persona, object, object]>([
    ['ownerA', { outOfSupport: 1 }, { notGolden: 1, unknown: 0 }],
    ['ownerB', { behind: 1 }, { notGolden: 2, unknown: 0 }],
    ['platform', { behind: 1, outOfSupport: 1 }, { notGolden: 3, unknown: 0 }],
    ['outsider', {}, { notGolden: 0, unknown: 0 }],
  ])('%s sees who stands on them among their own', async (...row) => {
    const [persona, adoption, elsewhere] = row;
    expect(await read<GoldenImageList>(persona, '/golden-images')).toEqual({
      items: [
        {
          name: GOLDEN,
          title: 'Node.js',
          entityRef: 'resource:default/node',
          ownerRef: 'group:default/platform',
          repository: 'registry.example/golden/node',
          retired: false,
          newest: [
            {
              channel: 'main',
              version: '1.2.0',
              released: '2026-11-12',
              vulnerabilities: { critical: 1 },
            },
          ],
          releases: 3,
          adoption: { ...NOBODY, ...adoption },
          problems: ['golden/node.yaml: a report is missing'],
        },
      ],
      elsewhere,
    });
  });

  it('shows nothing without the permission, and answers as for the unknown', async () => {
    expect(await read('security', '/golden-images')).toEqual({
      items: [],
      elsewhere: { notGolden: 0, unknown: 0 },
    });
    for (const path of ['', '/users', '/advice?from=1.0.0']) {
      const forbidden = await ask(
        'security',
        `/golden-images/${GOLDEN}${path}`,
      );
      const unknown = await ask('platform', `/golden-images/nobodys${path}`);
      expect([forbidden.status, unknown.status]).toEqual([404, 404]);
      expect(forbidden.body.error).toEqual({
        ...unknown.body.error,
        message: unknown.body.error.message.replace('nobodys', GOLDEN),
      });
    }
  });

  it('tells of releases, with who stands on them', async () => {
    const detail = await read<GoldenImageDetail>(
      'platform',
      `/golden-images/${GOLDEN}`,
    );
    expect(detail).toMatchObject({
      location: 'golden/node.yaml',
      channels: [{ name: 'main', description: 'The only one' }],
      releaseList: [
        { version: '1.2.0', state: 'current', workloads: 0, entities: 0 },
        { version: '1.1.0', state: 'supported', workloads: 1, entities: 1 },
        { version: '1.0.0', state: 'out-of-support', workloads: 1 },
      ],
      owners: [
        { ownerRef: TEAM_B, workloads: 1, behind: 1, mostDays: 10 },
        { ownerRef: TEAM_A, workloads: 1, behind: 1 },
      ],
    });
    expect(detail.releaseList[0]).toEqual({
      version: '1.2.0',
      channel: 'main',
      released: '2026-11-12',
      state: 'current',
      declared: true,
      digests: { index: digest('f'), 'linux/amd64': digest('c') },
      fromLine: `FROM registry.example/golden/node:1.2.0@${digest('f')}`,
      inspection: { state: 'read', checkedAt: '2026-11-01T00:00:00.000Z' },
      scanned: true,
      scannedAt: '2026-11-01T00:00:00.000Z',
      vulnerabilities: { critical: 1 },
      signature: expect.objectContaining({ state: 'verified' }),
      provenance: { state: 'verified', reason: 'Built', code: '', level: 3 },
      workloads: 0,
      entities: 0,
    });
  });

  it('tells what the platform has to fix, and what it fixed lately', async () => {
    const { platformVulnerabilities } = await read<GoldenImageDetail>(
      'outsider',
      `/golden-images/${GOLDEN}`,
    );
    expect(platformVulnerabilities).toEqual([
      {
        advisory: EXPLOITED,
        packageName: 'openssl',
        installedVersion: '3.0',
        fixedVersion: '3.1',
        severity: 'critical',
        channel: 'main',
        releases: ['1.2.0', '1.1.0', '1.0.0'],
        firstSeen: '2026-11-01T00:00:00.000Z',
        dueAt: '2026-11-08T00:00:00.000Z',
        overdue: true,
        knownExploited: true,
      },
      expect.objectContaining({
        advisory: 'CVE-2026-0001',
        releases: ['1.0.0'],
        overdue: false,
        knownExploited: false,
        closedBy: '1.1.0',
      }),
    ]);
  });

  it.each<[Persona, Record<string, number>[]]>([
    [
      'platform',
      [
        { '1.0.0': 2 },
        { '1.0.0': 2 },
        { '1.0.0': 1, '1.1.0': 1 },
        { '1.0.0': 1, '1.1.0': 1 },
      ],
    ],
    [
      'ownerA',
      [{ '1.0.0': 1 }, { '1.0.0': 1 }, { '1.0.0': 1 }, { '1.0.0': 1 }],
    ],
    ['outsider', []],
  ])('counts the history that %s may read', async (persona, releases) => {
    const { history, owners } = await read<GoldenImageDetail>(
      persona,
      `/golden-images/${GOLDEN}`,
    );
    const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'];
    expect(history).toEqual(
      releases.map((counts, index) => ({ day: days[index], releases: counts })),
    );
    expect(owners?.map(owner => owner.ownerRef).sort()).toEqual(
      { platform: [TEAM_A, TEAM_B], ownerA: [TEAM_A] }[persona as string] ?? [],
    );
  });

  it('names who stands on them, furthest behind first, page by page', async () => {
    const first = await users('platform', '?limit=1');
    expect(first).toEqual({
      items: [
        {
          entityRef: OWN,
          ownerRef: TEAM_A,
          subject: {
            cluster: 'demo',
            namespace: 'team-a',
            kind: 'Deployment',
            name: 'payments',
            component: 'app',
          },
          repository: 'registry.example/payments',
          tag: '1',
          release: { image: GOLDEN, version: '1.0.0' },
          status: {
            state: 'out-of-support',
            since: '2026-11-02',
            newest: { image: GOLDEN, version: '1.2.0' },
          },
        },
      ],
      total: 2,
      totalIsLowerBound: false,
      nextCursor: expect.any(String),
    });
    const second = await users(
      'platform',
      `?limit=1&cursor=${first.nextCursor}`,
    );
    expect(second).toMatchObject({
      items: [
        {
          entityRef: OTHERS,
          release: { version: '1.1.0' },
          status: { state: 'behind', releases: 1, days: 10 },
        },
      ],
    });
    expect(second.nextCursor).toBeUndefined();
  });

  it.each<[Persona, string, string[]]>([
    ['ownerA', '', [OWN]],
    ['ownerB', '', [OTHERS]],
    ['outsider', '', []],
    ['platform', '?version=1.1.0', [OTHERS]],
    ['platform', '?version=1.1.0&version=1.0.0', [OWN, OTHERS]],
    ['platform', '?version=9.9.9', []],
    ['platform', `?owner=${TEAM_A}`, [OWN]],
    ['platform', '?state=behind', [OTHERS]],
    ['platform', '?state=current', []],
    ['ownerA', '?state=behind', []],
  ])('names to %s asking %j only these: %j', async (persona, query, refs) => {
    const page = await users(persona, query);
    expect(page.items.map(item => item.entityRef)).toEqual(refs);
    expect(page.total).toBe(refs.length);
  });

  it('advises on an upgrade', async () => {
    const path = `/golden-images/${GOLDEN}/advice?from=1.0.0`;
    expect(await read<UpgradeAdvice>('ownerA', path)).toMatchObject({
      to: { image: GOLDEN, version: '1.2.0' },
      fromLine: `FROM registry.example/golden/node:1.2.0@${digest('f')}`,
      compared: true,
      removes: [{ advisory: 'CVE-2026-0001' }],
      leaves: [{ advisory: EXPLOITED }],
      adds: [],
    });
    expect(
      await read<UpgradeAdvice>('ownerA', `${path}&to=1.1.0`),
    ).toMatchObject({ to: { version: '1.1.0' } });
    const nowhere = `/golden-images/${GOLDEN}/advice?from=1.2.0`;
    expect((await ask('ownerA', nowhere)).status).toBe(404);
  });

  async function image(persona: Persona, repository: string) {
    const { items } = await read<ImagePage>(persona, '/images');
    return items.find(item => item.repository === repository);
  }

  it('tells of an image what it stands on, as it is now', async () => {
    expect(await image('ownerA', 'registry.example/payments')).toMatchObject({
      inspection: { state: 'read' },
      lineage: { state: 'golden', release: { version: '1.0.0' } },
      status: { state: 'out-of-support', since: '2026-11-02' },
      layers: [{ size: 10, isBase: true }],
      advice: { to: { version: '1.2.0' } },
      signature: { state: 'verified', by: 'Platform' },
      provenance: { level: 3 },
    });
  });

  it('keeps the materials and, without the permission, the advice to itself', async () => {
    const own = await image('ownerA', 'registry.example/payments');
    expect(own?.provenance).not.toHaveProperty('materials');
    const seen = await image('auditor', 'registry.example/payments');
    expect(seen).toMatchObject({ status: { state: 'out-of-support' } });
    expect(seen).not.toHaveProperty('advice');
  });

  it('shows the engines’ own verdicts beside ours, of that container', async () => {
    expect(
      (await image('ownerA', 'registry.example/payments'))?.engineVerifications,
    ).toEqual([
      {
        engine: 'kyverno',
        policy: 'verify-image',
        result: 'fail',
        message: 'Message of verify-image',
        observedAt: '2026-11-01T00:00:00.000Z',
      },
    ]);
    expect((await image('ownerA', PROXY))?.engineVerifications).toEqual([
      {
        engine: 'PolicyReport',
        policy: 'image-provenance',
        result: 'pass',
        observedAt: '2026-11-01T00:00:00.000Z',
      },
    ]);
    expect((await image('ownerB', PROXY))?.engineVerifications).toEqual([]);
  });

  it('counts vulnerabilities by layer, as those who ask see them', async () => {
    const none = expect.objectContaining({ critical: 0 });
    expect(await image('ownerA', PROXY)).toMatchObject({
      vulnerabilities: { critical: 1 },
      vulnerabilitiesByLayer: { base: { critical: 1 }, unknown: none },
      suppressed: 0,
      overdue: 1,
      nextDueAt: '2026-11-08T00:00:00.000Z',
      pipelineScan: {
        tool: 'Trivy',
        observedAt: '2026-11-05T00:00:00.000Z',
      },
    });
    const others = await image('ownerB', PROXY);
    expect(others).toMatchObject({
      vulnerabilities: { critical: 1 },
      vulnerabilitiesByLayer: { base: none, unknown: { critical: 1 } },
      overdue: 0,
    });
    expect(others).not.toHaveProperty('nextDueAt');
  });

  it('counts what is suppressed, and no due date of it', async () => {
    await knex('finding_entities')
      .where({ entity_ref: OWN, layer: 'base' })
      .update({ suppression: '{}' });
    try {
      const proxy = await image('ownerA', PROXY);
      expect(proxy).toMatchObject({ suppressed: 1, overdue: 0 });
      expect(proxy).not.toHaveProperty('nextDueAt');
    } finally {
      await knex('finding_entities')
        .where({ entity_ref: OWN, layer: 'base' })
        .update({ suppression: null });
    }
  });
});
