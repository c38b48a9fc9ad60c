/** Campaigns from the plan to the merge, as seen by people, over repositories in memory. */
import {
  mockServices,
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';
import type {
  Campaign,
  CampaignList,
  ImageBump,
} from '@shift-down/plugin-shift-down-common/client';
import type {
  PullRequestProvider,
  PullRequestState,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import request from 'supertest';
import { OWN_CLOCK } from '../../__testUtils__/clock';
import { migratedDatabase } from '../../__testUtils__/database';
import { insertEntity, SEEN } from '../../__testUtils__/rows';
import { CampaignService } from '../../campaigns/CampaignService';
import { RepositoryBumper } from '../../campaigns/RepositoryBumper';
import { HeldLease } from '../../collection/HeldLease';
import { testCatalogues } from '../__testUtils__/imageContext';
import { TEAM_A, TEAM_B } from '../__testUtils__/seedTwoTeams';
import {
  signedInAs,
  startTestPortal,
  type Persona,
  type TestPortal,
} from '../__testUtils__/startTestPortal';

jest.setTimeout(60_000);

const API = '/api/shift-down';
const REPOSITORY = 'registry.example/golden/node';
const digestOf = (character: string) => `sha256:${character.repeat(64)}`;

/** Repositories as a provider of pull requests sees them. */
class Repositories implements PullRequestProvider {
  readonly id = 'memory';
  readonly files = new Map<string, Record<string, string>>();
  readonly states = new Map<string, PullRequestState['state']>();
  readonly bodies = new Map<string, string>();
  readonly broken = new Set<string>();

  covers = (url: string) => url.startsWith('https://git.example/');

  async readFiles({
    repositoryUrl,
    matches,
  }: Parameters<PullRequestProvider['readFiles']>[0]) {
    if (this.broken.has(repositoryUrl)) {
      throw new Error(`${repositoryUrl} is broken`);
    }
    return {
      commit: '1',
      branch: 'main',
      files: Object.entries(this.files.get(repositoryUrl) ?? {})
        .filter(([path]) => matches(path))
        .map(([path, content]) => ({ path, content })),
    };
  }

  async openOrUpdate({
    repositoryUrl,
    body,
  }: Parameters<PullRequestProvider['openOrUpdate']>[0]) {
    if (this.broken.has(repositoryUrl)) {
      throw new Error(`${repositoryUrl} is broken`);
    }
    this.states.set(repositoryUrl, 'open');
    this.bodies.set(repositoryUrl, body);
    const url = `${repositoryUrl}/pulls/1`;
    return { outcome: 'opened' as const, url, commit: '2' };
  }

  async read({ repositoryUrl }: { repositoryUrl: string }) {
    return {
      state: this.states.get(repositoryUrl) ?? ('absent' as const),
      url: `${repositoryUrl}/pulls/1`,
    };
  }

  close = (asked: { repositoryUrl: string }) => this.read(asked);
}

async function seed(knex: Knex): Promise<void> {
  const release = (version: string, character: string) => ({
    version,
    channel: '22',
    released: `2026-0${version.split('.')[1]}-01`,
    digests: { index: digestOf(character) },
    declared: true,
  });
  await knex('golden_images').insert({
    name: 'node',
    configured_location: '/golden',
    location: '/golden/node.yaml',
    repository: REPOSITORY,
    owner_ref: 'group:default/platform',
    definition: JSON.stringify({
      name: 'node',
      title: 'Node.js',
      owner: 'group:default/platform',
      repository: REPOSITORY,
      channels: [{ name: '22' }],
      releases: [
        release('22.1.0', '1'),
        release('22.2.0', '2'),
        release('22.3.0', '3'),
      ],
      vex: [],
      location: '/golden/node.yaml',
    }),
    problems: '[]',
    finds_releases: false,
    next_tags_at: SEEN,
    hash: '1',
    changed_at: SEEN,
  });
  const team = async (name: string, owner: string, source?: string) => {
    const ref = `component:default/${name}`;
    await insertEntity(
      knex,
      ref,
      { owners: [owner] },
      {
        annotations: JSON.stringify({
          'backstage.io/managed-by-location': 'file:/portal/catalog.yaml',
          ...(source && { 'backstage.io/source-location': `url:${source}` }),
        }),
      },
    );
    await knex('golden_adoption').insert({
      entity_ref: ref,
      image: 'node',
      version: '22.1.0',
      from_at: SEEN,
      until_at: null,
      workloads: 1,
    });
  };
  await team('own', TEAM_A, 'https://git.example/team/own');
  await team('shared', TEAM_A, 'https://git.example/team/shared/tree/main/a/');
  await team('theirs', TEAM_B, 'https://git.example/team/theirs');
  await team(
    'shared-too',
    TEAM_B,
    'https://git.example/team/shared/tree/main/b/',
  );
  await team('nowhere', TEAM_B);
}

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('campaigns on %p', id => {
  let knex: Knex;
  let repositories: Repositories;
  let portal: TestPortal;
  let offset: number;

  const ask = async <T>(
    persona: Persona,
    method: 'get' | 'post',
    path: string,
    body?: object,
  ) => {
    const response = await request(portal.server)
      [method](`${API}${path}`)
      .set('authorization', signedInAs(persona))
      .send(body);
    return response as { status: number; body: T };
  };
  const plan = async (options: object = {}) => {
    const { status, body } = await ask<Campaign>(
      'platform',
      'post',
      '/campaigns',
      { image: 'node', to: '22.3.0', title: 'Autumn', ...options },
    );
    expect([status, body]).toEqual([200, expect.anything()]);
    return body;
  };
  const read = async (persona: Persona, campaign: string) =>
    (await ask<Campaign>(persona, 'get', `/campaigns/${campaign}`)).body;
  const change = (campaign: string, action: string) =>
    ask<Campaign>('platform', 'post', `/campaigns/${campaign}/${action}`);

  /** One round of the worker. */
  const round = async () => {
    const service = new CampaignService({
      database: knex,
      clock: {
        now: () => new Date(OWN_CLOCK.now().getTime() + offset),
      },
      bumper: new RepositoryBumper({
        providers: [repositories],
        buildArguments: {},
        logger: mockServices.logger.mock(),
      }),
      catalogues: testCatalogues(knex),
      config: {
        sourceLocations: 'confirmed',
        followSeconds: 1,
        buildArguments: {},
      },
      leaseTimes: { seconds: 20, pollSeconds: 1, graceSeconds: 1 },
      logger: mockServices.logger.mock(),
    });
    const lease = await HeldLease.take(knex, {
      name: 'campaigns',
      holder: 'test',
      seconds: 20,
      seize: true,
    });
    await service.round(lease!, lease!.signal);
    await lease!.release();
    offset += 10_000;
  };

  beforeEach(async () => {
    offset = 0;
    knex = await migratedDatabase(databases, id as TestDatabaseId);
    await seed(knex);
    repositories = new Repositories();
    for (const name of ['own', 'theirs']) {
      repositories.files.set(`https://git.example/team/${name}`, {
        Dockerfile: `FROM ${REPOSITORY}:22.1.0\n`,
      });
    }
    repositories.files.set('https://git.example/team/shared', {
      'a/Dockerfile': `FROM ${REPOSITORY}:22.2.0@${digestOf('2')}\n`,
      'b/Dockerfile': `FROM ${REPOSITORY}:\${TAG:-22.1.0}\n`,
      'c/Dockerfile': `FROM ${REPOSITORY}:22.1.0\n`,
    });
    portal = await startTestPortal({
      knex,
      catalog: [
        'component:default/own',
        'component:default/theirs',
        'component:default/shared',
        'component:default/nowhere',
      ],
      pullRequests: [repositories],
    });
  });

  it('are planned over every repository concerned, and open nothing', async () => {
    const { items, ...campaign } = await plan();
    expect(campaign).toMatchObject({
      state: 'planned',
      from: ['22.2.0', '22.1.0'],
      createdBy: 'user:default/pat',
      counts: { planned: 3, skipped: 1 },
    });
    expect(items.map(it => [it.repositoryUrl, it.state])).toEqual([
      ['component:default/nowhere', 'skipped'],
      ['https://git.example/team/own', 'planned'],
      ['https://git.example/team/shared', 'planned'],
      ['https://git.example/team/theirs', 'planned'],
    ]);
    const shared = items[2];
    expect(shared.entityRefs).toEqual([
      'component:default/shared',
      'component:default/shared-too',
    ]);
    expect(shared.ownerRef).toBeUndefined();
    expect(shared.changes).toEqual([
      {
        path: 'a/Dockerfile',
        from: `${REPOSITORY}:22.2.0@${digestOf('2')}`,
        to: `${REPOSITORY}:22.3.0@${digestOf('3')}`,
      },
    ]);
    expect(shared.reason).toContain('b/Dockerfile:1');
    expect(repositories.states.size).toBe(0);
    await round();
    expect(repositories.states.size).toBe(0);
  });

  it('open so many at once, and follow them until all are merged', async () => {
    const { id: campaign } = await plan({ atOnce: 2 });
    expect((await change(campaign, 'start')).body.state).toBe('running');
    await round();
    expect((await read('platform', campaign)).counts).toEqual({
      open: 2,
      planned: 1,
      skipped: 1,
    });
    expect(repositories.bodies.get('https://git.example/team/own')).toContain(
      'From 22.1.0 to 22.3.0',
    );
    for (const url of repositories.states.keys()) {
      repositories.states.set(url, 'merged');
    }
    await round();
    for (const url of repositories.states.keys()) {
      repositories.states.set(url, 'merged');
    }
    await round();
    await round();
    expect(await read('platform', campaign)).toMatchObject({
      state: 'done',
      counts: { merged: 3, skipped: 1 },
    });
  });

  it('stop after failures with the reason, and go on when told to', async () => {
    const { id: campaign } = await plan({ stopAfterFailures: 1, atOnce: 1 });
    repositories.broken.add('https://git.example/team/own');
    await change(campaign, 'start');
    await round();
    const stopped = await read('platform', campaign);
    expect(stopped.state).toBe('stopped');
    expect(stopped.reason).toContain('1 of 4');
    expect(stopped.counts).toMatchObject({ failed: 1, planned: 2 });
    repositories.broken.clear();
    expect((await change(campaign, 'retry')).body.state).toBe('running');
    await round();
    expect((await read('platform', campaign)).counts).toMatchObject({
      open: 1,
      planned: 2,
    });
  });

  it('open nothing while paused, and refuse what makes no sense', async () => {
    const { id: campaign } = await plan();
    await change(campaign, 'start');
    await change(campaign, 'pause');
    await round();
    expect(repositories.states.size).toBe(0);
    expect((await change(campaign, 'start')).status).toBe(409);
    expect((await change(campaign, 'stop')).body.state).toBe('stopped');
    await round();
    expect(repositories.states.size).toBe(0);
  });

  it('tell everybody of their own entities alone, in counts as well', async () => {
    const { id: campaign } = await plan();
    const own = await read('ownerA', campaign);
    expect(own.counts).toEqual({ planned: 2 });
    expect(own.owners).toHaveLength(2);
    expect(JSON.stringify(own)).not.toMatch(/theirs|shared-too|nowhere/);
    const { body } = await ask<CampaignList>('ownerA', 'get', '/campaigns');
    expect(body).toMatchObject({
      mayManage: false,
      items: [{ id: campaign, counts: { planned: 2 } }],
    });
    const none = await ask<CampaignList>('outsider', 'get', '/campaigns');
    expect(none.body).toEqual({ mayManage: false, items: [] });
    const missing = `/campaigns/${campaign.replace(/./g, it =>
      it === '-' ? it : '0',
    )}`;
    const [forbidden, unknown] = await Promise.all([
      ask('outsider', 'get', `/campaigns/${campaign}`),
      ask('outsider', 'get', missing),
    ]);
    expect([forbidden.status, unknown.status]).toEqual([404, 404]);
  });

  it.each(['ownerA', 'security', 'outsider'] as const)(
    'are not for %s to manage',
    async persona => {
      const { id: campaign } = await plan();
      const planned = await ask(persona, 'post', '/campaigns', {
        image: 'node',
        to: '22.3.0',
      });
      const started = await ask(
        persona,
        'post',
        `/campaigns/${campaign}/start`,
      );
      expect([planned.status, started.status]).toEqual([403, 403]);
      expect((await read('platform', campaign)).state).toBe('planned');
      expect(portal.auditEvent.fail).toHaveBeenCalledTimes(2);
    },
  );

  it('name what they can not move to', async () => {
    const { status, body } = await ask<{ error: { message: string } }>(
      'platform',
      'post',
      '/campaigns',
      { image: 'node', to: '99' },
    );
    expect(status).toBe(400);
    expect(body.error.message).toContain('no release 99');
  });

  describe('a single bump', () => {
    const bump = (persona: Persona, name: string, options: object = {}) =>
      ask<ImageBump>(persona, 'post', '/image-bumps', {
        entityRef: `component:default/${name}`,
        image: 'node',
        ...options,
      });

    it('is for the owner, to the newest of the channel', async () => {
      const { body } = await bump('ownerA', 'own');
      expect(body).toMatchObject({
        outcome: 'opened',
        to: '22.3.0',
        repositoryUrl: 'https://git.example/team/own',
        pullRequestUrl: 'https://git.example/team/own/pulls/1',
      });
      expect(portal.auditEvent.success).toHaveBeenCalled();
    });

    it('only says what it would change if asked to', async () => {
      const { body } = await bump('ownerA', 'own', { dryRun: true });
      expect(body).toMatchObject({ outcome: 'planned' });
      expect(body.changes).toHaveLength(1);
      expect(repositories.states.size).toBe(0);
    });

    it.each([
      ['ownerB', 'own', 404],
      ['outsider', 'own', 404],
      ['ownerA', 'unheard-of', 404],
      ['security', 'own', 403],
      ['platform', 'own', 200],
      ['platform', 'nowhere', 400],
    ] as const)('for %s of %s is %d', async (persona, name, status) => {
      expect((await bump(persona, name)).status).toBe(status);
      expect(repositories.states.size).toBe(status === 200 ? 1 : 0);
    });
  });
});
