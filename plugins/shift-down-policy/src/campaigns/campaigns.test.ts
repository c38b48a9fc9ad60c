import {
  bumpRepository,
  isDockerfilePath,
  isInFolders,
} from './bumpRepository';
import { bumpText } from './bumpText';
import {
  changeCampaign,
  nextCampaignStep,
  type CampaignItemState,
} from './campaign';
import { sourceRepositoryOf } from './sourceRepository';

describe('sourceRepositoryOf', () => {
  const of = (said?: string, managed?: string) =>
    sourceRepositoryOf(
      {
        ...(said && { 'backstage.io/source-location': said }),
        ...(managed && { 'backstage.io/managed-by-location': managed }),
      },
      'confirmed',
    );

  it.each([
    ['url:https://github.com/a/b/', 'https://github.com/a/b', ''],
    ['url:https://github.com/a/b.git', 'https://github.com/a/b', ''],
    [
      'url:https://github.com/a/b/tree/main/services/x/',
      'https://github.com/a/b',
      'services/x',
    ],
    [
      'url:https://github.com/a/b/blob/main/x/catalog-info.yaml',
      'https://github.com/a/b',
      'x',
    ],
    [
      'url:https://gitlab.example/a/b/c/-/tree/main/x',
      'https://gitlab.example/a/b/c',
      'x',
    ],
    [
      'url:https://forge.example/a/b/src/branch/main/x/',
      'https://forge.example/a/b',
      'x',
    ],
    ['url:https://git.example/a/b/c', 'https://git.example/a/b/c', ''],
  ])('reads %s', (location, url, folder) => {
    expect(of(location)).toEqual({ url, folder });
    expect(of(undefined, location)).toEqual({ url, folder });
  });

  it.each([
    [undefined, 'file:/portal/catalog.yaml', 'does not say'],
    ['dir:../x', undefined, 'does not say'],
    ['url:ssh://x', undefined, 'does not say'],
    [
      'url:https://github.com/other/secret',
      'url:https://github.com/a/b/blob/main/catalog-info.yaml',
      'but its own file comes from',
    ],
  ])('does not take %s of %s', (said, managed, problem) => {
    expect(of(said, managed)).toEqual({
      problem: expect.stringContaining(problem),
    });
  });

  it('takes the word of a file that the platform has itself', () => {
    expect(
      of('url:https://github.com/a/b', 'file:/portal/catalog.yaml'),
    ).toMatchObject({ url: 'https://github.com/a/b' });
  });
});

describe('files of a repository', () => {
  it.each([
    ['Dockerfile', true],
    ['a/Dockerfile.dev', true],
    ['a/dockerfile', true],
    ['a/build.Dockerfile', true],
    ['Containerfile', true],
    ['a/Dockerfile.dockerignore', false],
    ['a/Dockerfile.md', false],
    ['a/node_modules/x/Dockerfile', false],
    ['Dockerfiles/readme', false],
    ['mydockerfile', false],
  ])('%s is a Dockerfile: %s', (path, is) => {
    expect(isDockerfilePath(path)).toBe(is);
  });

  it('are looked at in the folders of the entity alone', () => {
    expect(isInFolders('a/b/Dockerfile', ['a/b'])).toBe(true);
    expect(isInFolders('a/bc/Dockerfile', ['a/b'])).toBe(false);
    expect(isInFolders('Dockerfile', [''])).toBe(true);
  });

  it('are moved together', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const bump = bumpRepository(
      [
        { path: 'Dockerfile', content: 'FROM r.example/node:1\n' },
        { path: 'b/Dockerfile', content: 'FROM r.example/node:${T:-1}\n' },
        { path: 'c/Dockerfile', content: 'FROM r.example/node:0\n' },
      ],
      {
        repository: 'r.example/node',
        to: { version: '2', digest },
        from: { tags: ['1'] },
      },
    );
    expect(bump.files.map(it => it.path)).toEqual(['Dockerfile']);
    expect(bump.changes).toEqual([
      {
        path: 'Dockerfile',
        from: 'r.example/node:1',
        to: `r.example/node:2@${digest}`,
      },
    ]);
    expect(bump.problems).toEqual([
      expect.stringMatching(/^b\/Dockerfile:1: /),
    ]);
    expect(bump.others).toEqual(['c/Dockerfile:1: r.example/node:0']);
  });
});

describe('a campaign', () => {
  const items = (states: Partial<Record<CampaignItemState, number>>) =>
    Object.entries(states).flatMap(([state, count]) =>
      Array.from({ length: count }, () => ({
        state: state as CampaignItemState,
      })),
    );
  const options = { atOnce: 3, stopAfterFailures: 2 };

  it.each([
    [{ planned: 10 }, { open: 3 }],
    [{ planned: 10, open: 2 }, { open: 1 }],
    [{ planned: 10, open: 2, pushed: 1 }, { open: 0 }],
    [{ planned: 1, merged: 5, failed: 1 }, { open: 1 }],
    [{ open: 1 }, { open: 0 }],
    [
      { merged: 5, failed: 1, skipped: 2 },
      { open: 0, end: { state: 'done' } },
    ],
    [{}, { open: 0, end: { state: 'done' } }],
  ])('with %j goes on with %j', (states, step) => {
    expect(nextCampaignStep(options, items(states))).toEqual(step);
  });

  it.each([
    [{ planned: 5, failed: 2 }],
    [{ planned: 5, conflict: 1, closed: 1 }],
  ])('stops with a reason after %j', states => {
    expect(nextCampaignStep(options, items(states))).toEqual({
      open: 0,
      end: { state: 'stopped', reason: expect.stringContaining('2 of 7') },
    });
  });

  it.each([
    ['planned', 'start', 'running'],
    ['running', 'start', undefined],
    ['running', 'pause', 'paused'],
    ['paused', 'resume', 'running'],
    ['planned', 'resume', undefined],
    ['paused', 'stop', 'stopped'],
    ['stopped', 'resume', undefined],
    ['stopped', 'retry', 'running'],
    ['planned', 'retry', undefined],
    ['done', 'stop', undefined],
  ] as const)('that is %s, on %s, becomes %s', (state, action, next) => {
    expect(changeCampaign(state, action)).toBe(next);
  });
});

describe('bumpText', () => {
  it('tells what changes, and makes nothing of what others wrote', () => {
    const { title, body } = bumpText({
      image: 'Node',
      version: '2',
      changes: [{ path: 'a`b', from: 'x:1', to: 'x:2' }],
      problems: ['Dockerfile:3: @everyone <img> | [x](y)'],
      campaign: 'October',
      advice: [
        {
          from: { image: 'node', version: '1' },
          to: { image: 'node', version: '2' },
          fromLine: 'FROM x:2',
          compared: true,
          removes: [
            { advisory: 'CVE-1', packageName: 'a|b', severity: 'high' },
          ],
          leaves: [],
          adds: [],
        },
        {
          from: { image: 'node', version: '0' },
          to: { image: 'node', version: '2' },
          fromLine: 'FROM x:2',
          compared: false,
          reason: 'Nobody has scanned node 0 yet.',
          removes: [],
          leaves: [],
          adds: [],
        },
      ],
    });
    expect(title).toBe('Move to Node 2');
    expect(body).toContain('Removes 1 vulnerabilities, leaves 0 and adds 0.');
    expect(body).toContain('| CVE-1 | a\\|b | high |');
    expect(body).toContain('Nobody has scanned node 0 yet.');
    expect(body).toContain('campaign “October”');
    expect(body).not.toContain('@everyone');
    expect(body).not.toContain(' <img>');
  });
});
