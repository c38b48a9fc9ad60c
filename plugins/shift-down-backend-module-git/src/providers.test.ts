/** Each sort of host in its own protocol: the same requests, the same outcomes. */
import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import type { PullRequestProvider } from '@shift-down/plugin-shift-down-node';
import { createBareRepository } from './__testUtils__/bareRepository';
import {
  giteaRoutes,
  githubRoutes,
  gitlabRoutes,
} from './__testUtils__/fakeForges';
import { startFakeServer, type Routes } from './__testUtils__/fakeServer';
import { Forge } from './__testUtils__/Forge';
import { serveGit } from './__testUtils__/gitOverHttp';
import { readGitConfig } from './config';
import { createProviders } from './createProviders';

jest.setTimeout(60_000);

const FILES = {
  Dockerfile: 'FROM node:22.1.0\n',
  'services/b/Dockerfile': 'x',
};
const BRANCH = 'shift-down/bump-node';
const BOT = 'bot@example.com';

interface Portal {
  provider: PullRequestProvider;
  repositoryUrl: string;
  contentOf(branch: string, path: string): Promise<string | undefined>;
  commitAs(email: string, branch: string, path: string): Promise<void>;
  hasPullRequests: boolean;
  merge(): Promise<void>;
  close(): Promise<void>;
}

function configure(
  repositories: object[],
  integrations: object = {},
): PullRequestProvider {
  const config = new ConfigReader({
    integrations,
    shiftDown: { git: { author: { email: BOT }, repositories } },
  } as never);
  return createProviders(
    readGitConfig(config, '/'),
    ScmIntegrations.fromConfig(config),
  )[0];
}

async function fakePortal(
  type: 'github' | 'gitlab' | 'gitea',
  routesOf: (forge: Forge) => Routes,
): Promise<Portal> {
  const forge = new Forge(FILES);
  const server = await startFakeServer(routesOf(forge));
  const { host } = new URL(server.url);
  const entries = {
    github: { host, apiBaseUrl: server.url, token: 'secret-1' },
    gitlab: {
      host,
      apiBaseUrl: `${server.url}/api/v4`,
      baseUrl: server.url,
      token: 'secret-1',
    },
    gitea: { host, baseUrl: server.url, password: 'secret-1' },
  };
  return {
    provider: configure([{ type, url: `${server.url}/team` }], {
      [type]: [entries[type]],
    }),
    repositoryUrl: `${server.url}/team/app`,
    contentOf: async (branch, path) => {
      const head = forge.branches.get(branch);
      return head && forge.read(head, path);
    },
    commitAs: async (email, branch, path) =>
      forge.commitAs(email, branch, { path, content: 'by hand' }),
    hasPullRequests: true,
    merge: async () => {
      forge.pulls[0].state = 'merged';
    },
    close: async () => {
      expect(
        [...server.authorizations].filter(
          it => !/secret-1|OnNlY3JldC0x/.test(it),
        ),
      ).toEqual([]);
      await server.close();
    },
  };
}

async function gitPortal(how: 'folder' | 'http'): Promise<Portal> {
  const repository = await createBareRepository('app.git', FILES);
  const server =
    how === 'http'
      ? await serveGit(repository.folder, 'shift-down:secret-1')
      : undefined;
  const url = server?.url ?? 'https://git.example/team';
  return {
    provider: configure([
      server
        ? { type: 'git', url, username: 'shift-down', password: 'secret-1' }
        : { type: 'folder', url, path: repository.folder },
    ]),
    repositoryUrl: server ? `${url}/app.git` : `${url}/app`,
    contentOf: async (branch, path) =>
      await repository.git('show', `${branch}:${path}`).then(
        text => `${text}\n`,
        () => undefined,
      ),
    commitAs: async (email, branch, path) =>
      repository.commitAs(email, branch, path, 'by hand'),
    hasPullRequests: false,
    merge: async () => {
      await repository.git('update-ref', 'refs/heads/main', BRANCH);
    },
    close: async () => {
      await server?.close();
      await repository.remove();
    },
  };
}

const hosts: [string, () => Promise<Portal>][] = [
  ['GitHub', () => fakePortal('github', githubRoutes)],
  ['GitLab', () => fakePortal('gitlab', gitlabRoutes)],
  ['Gitea', () => fakePortal('gitea', giteaRoutes)],
  ['a folder', () => gitPortal('folder')],
  ['Git over http', () => gitPortal('http')],
];

describe.each(hosts)('a repository on %s', (_, start) => {
  let portal: Portal;
  const options = {
    signal: new AbortController().signal,
    logger: mockServices.logger.mock(),
  };
  const ask = (content = 'FROM node:22.9.0\n', body = 'Why') =>
    portal.provider.openOrUpdate(
      {
        repositoryUrl: portal.repositoryUrl,
        branch: BRANCH,
        title: 'Move',
        body,
        commitMessage: 'Move',
        changes: [
          { path: 'Dockerfile', content },
          { path: 'services/b/new.txt', content: 'ünï\n' },
          { path: 'services/b/Dockerfile', deleted: true },
        ],
      },
      options,
    );
  const read = () =>
    portal.provider.read(
      { repositoryUrl: portal.repositoryUrl, branch: BRANCH },
      options,
    );

  beforeEach(async () => {
    portal = await start();
  });
  afterEach(() => portal.close());

  it('reads files', async () => {
    const found = await portal.provider.readFiles(
      {
        repositoryUrl: portal.repositoryUrl,
        matches: path => path.endsWith('Dockerfile'),
      },
      options,
    );
    expect(found.branch).toBe('main');
    expect(found.files.map(it => [it.path, it.content.trim()])).toEqual([
      ['Dockerfile', 'FROM node:22.1.0'],
      ['services/b/Dockerfile', 'x'],
    ]);
  });

  it('opens, leaves alone, updates and follows', async () => {
    const first = portal.hasPullRequests ? 'opened' : 'pushed';
    const open = portal.hasPullRequests ? 'open' : 'pushed';
    expect(await read()).toMatchObject({ state: 'absent' });
    expect(await ask()).toMatchObject({ outcome: first });
    expect(await portal.contentOf(BRANCH, 'Dockerfile')).toBe(
      'FROM node:22.9.0\n',
    );
    expect(await portal.contentOf(BRANCH, 'services/b/new.txt')).toBe('ünï\n');
    expect(
      await portal.contentOf(BRANCH, 'services/b/Dockerfile'),
    ).toBeUndefined();
    expect(await portal.contentOf('main', 'Dockerfile')).toBe(
      'FROM node:22.1.0\n',
    );
    expect(await ask()).toMatchObject({ outcome: 'unchanged' });
    expect(await read()).toMatchObject({ state: open });

    expect(await ask('FROM node:22.10.0\n')).toMatchObject({
      outcome: portal.hasPullRequests ? 'updated' : 'pushed',
    });
    expect(await portal.contentOf(BRANCH, 'Dockerfile')).toBe(
      'FROM node:22.10.0\n',
    );
    await portal.merge();
    expect(await read()).toMatchObject({ state: 'merged' });
  });

  it('leaves what somebody else committed', async () => {
    await ask();
    await portal.commitAs('dana@example.com', BRANCH, 'theirs.txt');
    expect(await ask('other')).toMatchObject({ outcome: 'conflict' });
    expect(await portal.contentOf(BRANCH, 'Dockerfile')).toBe(
      'FROM node:22.9.0\n',
    );
    await portal.provider.close(
      { repositoryUrl: portal.repositoryUrl, branch: BRANCH },
      options,
    );
    expect(await portal.contentOf(BRANCH, 'Dockerfile')).toBeDefined();
  });

  it('closes what is ours and deletes its branch', async () => {
    await ask();
    const closed = await portal.provider.close(
      { repositoryUrl: portal.repositoryUrl, branch: BRANCH, comment: 'Bye' },
      options,
    );
    expect(closed.state).toBe(portal.hasPullRequests ? 'closed' : 'absent');
    expect(await portal.contentOf(BRANCH, 'Dockerfile')).toBeUndefined();
  });

  it('touches no repository that is not listed', async () => {
    const elsewhere = portal.repositoryUrl.replace(/\/[^/]*$/, '-x/app');
    expect(portal.provider.covers(elsewhere)).toBe(false);
    expect(portal.provider.covers(`${portal.repositoryUrl}/../../x`)).toBe(
      portal.provider.covers(new URL(`${portal.repositoryUrl}/../../x`).href),
    );
    await expect(
      portal.provider.read(
        { repositoryUrl: elsewhere, branch: BRANCH },
        options,
      ),
    ).rejects.toThrow('shiftDown.git.repositories');
  });
});

describe('answers of a host', () => {
  const answers: [number, Record<string, string>, string][] = [
    [401, {}, 'NotAllowedError'],
    [403, {}, 'NotAllowedError'],
    [403, { 'x-ratelimit-remaining': '0' }, 'ServiceUnavailableError'],
    [404, {}, 'NotFoundError'],
    [429, { 'retry-after': '30' }, 'ServiceUnavailableError'],
    [500, {}, 'ServiceUnavailableError'],
  ];

  it.each(answers)('%d %j is a %s', async (status, headers, name) => {
    const server = await startFakeServer([
      ['GET', /.*/, () => [status, {}, headers]],
    ]);
    const provider = configure([{ type: 'gitea', url: server.url }], {
      gitea: [{ host: new URL(server.url).host, baseUrl: server.url }],
    });
    await expect(
      provider.read(
        { repositoryUrl: `${server.url}/team/app`, branch: BRANCH },
        {
          signal: new AbortController().signal,
          logger: mockServices.logger.mock(),
        },
      ),
    ).rejects.toMatchObject({ name });
    await server.close();
  });

  it('with a redirect takes the credential nowhere', async () => {
    const other = await startFakeServer([['GET', /.*/, () => [200, {}]]]);
    const server = await startFakeServer([
      ['GET', /.*/, () => [302, {}, { location: `${other.url}/x` }]],
    ]);
    const provider = configure([{ type: 'gitlab', url: server.url }], {
      gitlab: [
        {
          host: new URL(server.url).host,
          baseUrl: server.url,
          apiBaseUrl: `${server.url}/api/v4`,
          token: 'secret-1',
        },
      ],
    });
    await expect(
      provider.read(
        { repositoryUrl: `${server.url}/team/app`, branch: BRANCH },
        {
          signal: new AbortController().signal,
          logger: mockServices.logger.mock(),
        },
      ),
    ).rejects.toThrow('has moved');
    expect(other.requests).toEqual([]);
    await Promise.all([server.close(), other.close()]);
  });
});
