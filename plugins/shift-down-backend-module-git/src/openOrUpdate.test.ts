/** What there is to do on a branch, decided on the plainest host. */
import { BranchMovedError } from './GitHost';
import { Forge } from './__testUtils__/Forge';
import { memoryHost } from './__testUtils__/MemoryHost';
import { openOrUpdate } from './openOrUpdate';

const AUTHOR = { name: 'Shift Down', email: 'bot@example.com' };
const BRANCH = 'shift-down/bump-node';
const REQUEST = {
  repositoryUrl: 'https://forge.example/team/app',
  branch: BRANCH,
  title: 'Move to node 22.9.0',
  body: 'Removes 3 vulnerabilities',
  commitMessage: 'Move to node 22.9.0',
  changes: [{ path: 'Dockerfile', content: 'FROM node:22.9.0\n' }],
};

describe('openOrUpdate', () => {
  let forge: Forge;
  const ask = (request: Partial<typeof REQUEST> = {}) =>
    openOrUpdate(memoryHost(forge, AUTHOR), { ...REQUEST, ...request }, AUTHOR);
  const heads = () => [forge.branches.get('main'), forge.branches.get(BRANCH)];

  beforeEach(() => {
    forge = new Forge({ Dockerfile: 'FROM node:22.1.0\n', 'a.txt': 'a' });
  });

  const outcomes: [string, () => Promise<void> | void, string, number][] = [
    ['no branch', () => {}, 'opened', 1],
    ['the same again', async () => void (await ask()), 'unchanged', 1],
    [
      'another change',
      async () =>
        void (await ask({
          changes: [{ path: 'Dockerfile', content: 'FROM node:22.8.0\n' }],
        })),
      'updated',
      1,
    ],
    [
      'another text',
      async () => void (await ask({ body: 'Before' })),
      'updated',
      1,
    ],
    [
      'a commit of somebody else',
      async () => {
        await ask();
        forge.commitAs('dana@example.com', BRANCH, {
          path: 'b.txt',
          content: 'b',
        });
      },
      'conflict',
      1,
    ],
    [
      'a branch that somebody else made',
      () => {
        forge.branches.set(BRANCH, forge.branches.get('main')!);
        forge.commitAs('dana@example.com', BRANCH, {
          path: 'b.txt',
          content: 'b',
        });
      },
      'conflict',
      0,
    ],
    [
      'a commit in our name without our trailer',
      async () => {
        await ask();
        forge.commitAs(AUTHOR.email, BRANCH, { path: 'b.txt', content: 'b' });
      },
      'conflict',
      1,
    ],
    [
      'a pull request that was closed',
      async () => {
        await ask();
        forge.pulls[0].state = 'closed';
      },
      'opened',
      2,
    ],
    [
      'a base that has it already',
      () => {
        forge.commitAs('dana@example.com', 'main', {
          path: 'Dockerfile',
          content: 'FROM node:22.9.0\n',
        });
      },
      'unchanged',
      0,
    ],
    [
      'a base that has moved on',
      async () => {
        await ask();
        forge.commitAs('dana@example.com', 'main', {
          path: 'a.txt',
          content: 'b',
        });
      },
      'unchanged',
      1,
    ],
  ];

  it.each(outcomes)('finds %s', async (...[, prepare, outcome, pulls]) => {
    await prepare();
    const answer = await ask();
    expect(answer).toMatchObject({ outcome });
    expect(forge.pulls).toHaveLength(pulls);
  });

  it.each(
    outcomes.filter(
      ([what, , outcome]) =>
        outcome !== 'conflict' && what !== 'a base that has it already',
    ),
  )(
    'leaves after %s what was asked for, and nothing to do',
    async (...[, prepare]) => {
      await prepare();
      await ask();
      const head = forge.branches.get(BRANCH)!;
      expect(forge.read(head, 'Dockerfile')).toBe('FROM node:22.9.0\n');
      const before = heads();
      expect(await ask()).toMatchObject({ outcome: 'unchanged' });
      expect(heads()).toEqual(before);
    },
  );

  it('writes nothing where somebody else has committed', async () => {
    await ask();
    forge.commitAs('dana@example.com', BRANCH, { path: 'b', content: 'b' });
    const before = heads();
    const answer = await ask({
      changes: [{ path: 'Dockerfile', content: 'other' }],
    });
    expect(answer).toMatchObject({ outcome: 'conflict' });
    expect(heads()).toEqual(before);
  });

  it('takes back what it no longer changes', async () => {
    await ask({
      changes: [
        { path: 'a.txt', content: 'other' },
        { path: 'new.txt', content: 'new' },
      ],
    });
    await ask();
    const head = forge.branches.get(BRANCH)!;
    expect(forge.read(head, 'a.txt')).toBe('a');
    expect(forge.read(head, 'new.txt')).toBeUndefined();
  });

  it('says conflict where the branch moves under its hands', async () => {
    const host = memoryHost(forge, AUTHOR);
    const answer = await openOrUpdate(
      {
        ...host,
        commit: async () => {
          throw new BranchMovedError();
        },
      },
      REQUEST,
      AUTHOR,
    );
    expect(answer).toMatchObject({ outcome: 'conflict' });
  });

  it('only pushes where the host has no pull requests', async () => {
    const { pullRequests: _, ...host } = memoryHost(forge, AUTHOR);
    expect(await openOrUpdate(host, REQUEST, AUTHOR)).toMatchObject({
      outcome: 'pushed',
    });
    expect(await openOrUpdate(host, REQUEST, AUTHOR)).toMatchObject({
      outcome: 'unchanged',
    });
  });

  it('lets no secret into titles, bodies and messages', async () => {
    const secret = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
    const filler = Array.from({ length: 200 }, (_, it) => `line ${it} of text`);
    await ask({
      title: `Move ${secret}`,
      body: [...filler, `token ${secret}`, ...filler].join('\n'),
      commitMessage: `Move ${secret}`,
    });
    const [pull] = forge.pulls;
    const head = forge.commits.get(forge.branches.get(BRANCH)!)!;
    expect(pull.body).toContain('line 199 of text');
    expect(pull.title + pull.body + head.message).not.toContain(secret);
  });
});
