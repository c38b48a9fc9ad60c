/*
 * Pull requests on a real Gitea. `.ci/extended` runs it, as Gitea takes minutes to build.
 */
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import shiftDownModuleGit from '@shift-down/plugin-shift-down-backend-module-git';
import {
  type PullRequestProvider,
  pullRequestProvidersExtensionPoint,
} from '@shift-down/plugin-shift-down-node';
import { startGitea, type RunningGitea } from './gitea';

const BUILD_LIMIT_MS = 1_800_000;
const BRANCH = 'shift-down/bump-node';
const base64 = (text: string) => Buffer.from(text).toString('base64');

let gitea: RunningGitea;
let provider: PullRequestProvider;
let repositoryUrl: string;

const options = {
  signal: new AbortController().signal,
  logger: mockServices.logger.mock(),
};
const ask = (content: string) =>
  provider.openOrUpdate(
    {
      repositoryUrl,
      branch: BRANCH,
      title: 'Move',
      body: 'Why\n\n| a | b |',
      commitMessage: 'Move',
      changes: [
        { path: 'Dockerfile', content },
        { path: 'services/b/new.txt', content: 'ünï\n' },
        { path: 'services/b/Dockerfile', deleted: true },
      ],
    },
    options,
  );
const read = () => provider.read({ repositoryUrl, branch: BRANCH }, options);
const write = (branch: string, path: string, text: string) =>
  gitea.call('POST', `/repos/team/app/contents/${encodeURIComponent(path)}`, {
    branch,
    content: base64(text),
    message: 'By hand',
    author: { name: 'Dana', email: 'dana@example.com' },
  });

beforeAll(async () => {
  gitea = await startGitea();
  repositoryUrl = `${gitea.url}/team/app`;
  await gitea.call('POST', '/orgs', { username: 'team' });
  await gitea.call('POST', '/orgs/team/repos', {
    name: 'app',
    auto_init: true,
    default_branch: 'main',
  });
  await write('main', 'Dockerfile', 'FROM node:22.1.0\n');
  await write('main', 'services/b/Dockerfile', 'x\n');
  const providers: PullRequestProvider[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        pullRequestProvidersExtensionPoint,
        { addProvider: it => providers.push(it) },
      ],
    ],
    features: [
      shiftDownModuleGit,
      mockServices.rootConfig.factory({
        data: {
          integrations: {
            gitea: [
              {
                host: new URL(gitea.url).host,
                baseUrl: gitea.url,
                username: gitea.user.username,
                password: gitea.user.password,
              },
            ],
          },
          shiftDown: {
            git: {
              author: { email: gitea.user.email },
              repositories: [{ type: 'gitea', url: `${gitea.url}/team` }],
            },
          },
        },
      }),
    ],
  });
  [provider] = providers;
}, BUILD_LIMIT_MS);

afterAll(() => gitea?.stop());

describe('a real Gitea', () => {
  jest.setTimeout(60_000);

  it('has files read, and one pull request opened, left alone and updated', async () => {
    const { files } = await provider.readFiles(
      { repositoryUrl, matches: path => path.endsWith('Dockerfile') },
      options,
    );
    expect(files.map(it => it.path)).toEqual([
      'Dockerfile',
      'services/b/Dockerfile',
    ]);
    expect(await read()).toEqual({ state: 'absent' });
    expect(await ask('FROM node:22.9.0\n')).toMatchObject({
      outcome: 'opened',
    });
    expect(await ask('FROM node:22.9.0\n')).toMatchObject({
      outcome: 'unchanged',
    });
    expect(await ask('FROM node:22.10.0\n')).toMatchObject({
      outcome: 'updated',
    });
    expect(await read()).toMatchObject({ state: 'open' });
    const branch = await provider.readFiles(
      { repositoryUrl, branch: BRANCH, matches: path => path !== 'README.md' },
      options,
    );
    expect(branch.files).toEqual([
      { path: 'Dockerfile', content: 'FROM node:22.10.0\n' },
      { path: 'services/b/new.txt', content: 'ünï\n' },
    ]);
  });

  it('keeps what somebody else committed', async () => {
    expect(await write(BRANCH, 'theirs.txt', 'x')).toBe(201);
    expect(await ask('FROM node:22.11.0\n')).toMatchObject({
      outcome: 'conflict',
    });
    const closed = await provider.close(
      { repositoryUrl, branch: BRANCH, comment: 'No longer needed' },
      options,
    );
    expect(closed.state).toBe('closed');
    expect(closed.commit).toBeDefined();
  });
});
