/** The actions against an API on loopback that notes who asks. */
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBumpImageAction } from './bumpImage';
import { createPullRequestAction } from './openPullRequest';
import { createPatchImageAction } from './patchImage';
import { createRequestExceptionAction } from './requestException';

const REPOSITORY = 'registry.example/golden/node';
const digestOf = (character: string) => `sha256:${character.repeat(64)}`;
const release = (version: string, character: string, channel = '22') => ({
  version,
  channel,
  state: 'supported',
  digests: { index: digestOf(character) },
  fromLine: `FROM ${REPOSITORY}:${version}@${digestOf(character)}`,
});
const GOLDEN = {
  name: 'node',
  title: 'Node.js',
  repository: REPOSITORY,
  ownerRef: 'group:default/platform',
  entityRef: 'resource:default/node',
  retired: false,
  releases: 3,
  problems: [],
  newest: [
    { channel: '24', version: '24.0.0' },
    { channel: '22', version: '22.3.0' },
  ],
  releaseList: [
    release('24.0.0', '4', '24'),
    release('22.3.0', '3'),
    release('22.1.0', '1'),
  ],
};
const ADVICE = {
  from: { image: 'node', version: '22.1.0' },
  to: { image: 'node', version: '22.3.0' },
  fromLine: `FROM ${REPOSITORY}:22.3.0@${digestOf('3')}`,
  compared: true,
  removes: [{ advisory: 'CVE-2026-1', packageName: 'zlib', severity: 'high' }],
  leaves: [],
  adds: [],
};

const PREVIEW = {
  severity: 'high',
  title: 'Privilege escalation',
  limits: {},
  radius: { findings: 3 },
  enforcement: [],
  problems: ['It would be too long'],
};

describe('actions', () => {
  let workspace: string;
  let server: Server;
  let bump: { status: number; body: object };
  const asked: { path: string; authorization: unknown; body: string }[] = [];
  const services = {
    auth: mockServices.auth(),
    discovery: mockServices.discovery.mock({
      getBaseUrl: async () =>
        `http://127.0.0.1:${
          (server.address() as AddressInfo).port
        }/api/shift-down`,
    }),
  };
  const run = async (
    action: { handler(ctx: never): Promise<void> },
    input: object,
    options: { isDryRun?: boolean } = {},
  ) => {
    const context = createMockActionContext({
      input,
      workspacePath: workspace,
    });
    const outputs: Record<string, unknown> = {};
    await action.handler({
      ...context,
      ...options,
      getInitiatorCredentials: async () => mockCredentials.user(),
      output: (name: string, value: unknown) => {
        outputs[name] = value;
      },
    } as never);
    return outputs;
  };
  const write = async (path: string, content: string) => {
    await mkdir(join(workspace, path, '..'), { recursive: true });
    await writeFile(join(workspace, path), content);
  };
  const read = (path: string) => readFile(join(workspace, path), 'utf8');

  beforeEach(async () => {
    asked.length = 0;
    bump = { status: 200, body: {} };
    workspace = await mkdtemp(join(tmpdir(), 'shift-down-actions-'));
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const path = (request.url ?? '').replace('/api/shift-down', '');
      const { authorization } = request.headers;
      asked.push({
        path,
        authorization,
        body: Buffer.concat(chunks).toString(),
      });
      const answers: [RegExp, number, object][] = [
        [/^\/golden-images\/node$/, 200, GOLDEN],
        [/^\/golden-images\/node\/advice/, 200, ADVICE],
        [/^\/image-bumps$/, bump.status, bump.body],
        [/^\/exceptions$/, bump.status, bump.body],
        [/^\/exceptions\/preview$/, 200, PREVIEW],
      ];
      const [, status, body] = answers.find(([it]) => it.test(path)) ?? [
        undefined,
        404,
        { error: { name: 'NotFoundError', message: 'There is none' } },
      ];
      response
        .writeHead(status, { 'content-type': 'application/json' })
        // As the portal's middleware tells errors.
        .end(JSON.stringify({ ...body, response: { statusCode: status } }));
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(workspace, { recursive: true, force: true });
  });

  describe('shift-down:image:bump', () => {
    const action = createBumpImageAction(services);

    it('moves to the newest of the channel, and tells what it changes', async () => {
      await write('Dockerfile', `FROM ${REPOSITORY}:22.1.0 # pinned\r\n`);
      await write('a/Dockerfile', 'FROM debian:12\n');
      await write('node_modules/x/Dockerfile', `FROM ${REPOSITORY}:22.1.0\n`);
      const outputs = await run(action, { image: 'node' });
      expect(await read('Dockerfile')).toBe(
        `FROM ${REPOSITORY}:22.3.0@${digestOf('3')} # pinned\r\n`,
      );
      expect(await read('node_modules/x/Dockerfile')).toContain(':22.1.0\n');
      expect(outputs).toMatchObject({
        version: '22.3.0',
        changedFiles: ['Dockerfile'],
        problems: [],
        title: 'Move to Node.js 22.3.0',
        text: expect.stringContaining('CVE-2026-1'),
      });
      expect(asked.map(it => it.path)).toContain(
        '/golden-images/node/advice?from=22.1.0&to=22.3.0',
      );
      // On behalf of the person, not as the scaffolder.
      expect(
        asked.every(it => /user:default\/mock/.test(String(it.authorization))),
      ).toBe(true);
    });

    it('goes where it is told, in the files that it is told', async () => {
      await write('a/Dockerfile', `FROM ${REPOSITORY}:22.1.0\n`);
      await write('b/app.docker', `FROM ${REPOSITORY}:22.1.0\n`);
      const outputs = await run(action, {
        image: 'node',
        to: '24.0.0',
        paths: ['b/**'],
      });
      expect(outputs.changedFiles).toEqual(['b/app.docker']);
      expect(await read('a/Dockerfile')).toBe(`FROM ${REPOSITORY}:22.1.0\n`);
    });

    it('writes nothing on a dry run', async () => {
      await write('Dockerfile', `FROM ${REPOSITORY}:22.1.0\n`);
      const outputs = await run(action, { image: 'node' }, { isDryRun: true });
      expect(outputs.changedFiles).toEqual(['Dockerfile']);
      expect(await read('Dockerfile')).toBe(`FROM ${REPOSITORY}:22.1.0\n`);
    });

    it('follows no link out of the workspace', async () => {
      const outside = await mkdtemp(join(tmpdir(), 'shift-down-outside-'));
      await writeFile(
        join(outside, 'Dockerfile'),
        `FROM ${REPOSITORY}:22.1.0\n`,
      );
      await symlink(join(outside, 'Dockerfile'), join(workspace, 'Dockerfile'));
      await symlink(outside, join(workspace, 'folder'));
      expect((await run(action, { image: 'node' })).changedFiles).toEqual([]);
      expect(await readFile(join(outside, 'Dockerfile'), 'utf8')).toContain(
        '22.1.0',
      );
      await rm(outside, { recursive: true });
    });

    it.each([
      [{ image: 'node', to: '99' }, 'no release 99'],
      [{ image: 'unheard-of' }, 'There is none'],
    ])('refuses %j', async (input, reason) => {
      await expect(run(action, input)).rejects.toThrow(reason);
    });
  });

  describe('shift-down:image:pull-request', () => {
    const action = createPullRequestAction(services);
    const input = { entityRef: 'component:default/app', image: 'node', to: '' };
    const answer = {
      outcome: 'opened',
      image: 'node',
      to: '22.3.0',
      repositoryUrl: 'https://git.example/app',
      pullRequestUrl: 'https://git.example/app/pulls/1',
      changes: [{ path: 'Dockerfile', from: 'a:1', to: 'a:2' }],
      problems: [],
    };

    it('asks the back end as the person', async () => {
      bump.body = answer;
      expect(await run(action, input)).toMatchObject({
        outcome: 'opened',
        pullRequestUrl: 'https://git.example/app/pulls/1',
        text: expect.stringContaining('`a:1` → `a:2`'),
      });
      expect(JSON.parse(asked[0].body)).toEqual({
        entityRef: 'component:default/app',
        image: 'node',
      });
    });

    it('asks only what would change on a dry run', async () => {
      bump.body = { ...answer, outcome: 'planned' };
      await run(action, input, { isDryRun: true });
      expect(JSON.parse(asked[0].body)).toMatchObject({ dryRun: true });
    });

    it('fails where somebody else has committed, and where it is refused', async () => {
      bump.body = { ...answer, outcome: 'conflict', reason: 'Somebody else' };
      await expect(run(action, input)).rejects.toThrow('Somebody else');
      bump = {
        status: 403,
        body: { error: { name: 'NotAllowedError', message: 'Only an owner' } },
      };
      await expect(run(action, input)).rejects.toThrow('Only an owner');
    });
  });

  describe('shift-down:image:patch', () => {
    const owner = mockServices.userInfo({
      ownershipEntityRefs: ['group:default/platform'],
    });
    const input = { image: 'node', version: '22.1.0', tag: '22.1.0-1' };
    const copa = async (script: string) => {
      const command = join(workspace, 'copa');
      await writeFile(command, `#!/bin/sh\n${script}\n`);
      await chmod(command, 0o755);
      return { command, buildkit: 'tcp://127.0.0.1:1', timeoutSeconds: 20 };
    };

    it('runs the program with arguments, and keeps what it says', async () => {
      const action = createPatchImageAction({
        ...services,
        userInfo: owner,
        copa: await copa('echo "patched $*"'),
      });
      const outputs = await run(action, { ...input, report: 'a; touch b' });
      expect(outputs).toMatchObject({
        patched: `${REPOSITORY}:22.1.0-1`,
        log: expect.stringContaining('patched patch --image'),
      });
      expect(outputs.log).toContain('--tag 22.1.0-1');
      expect(outputs.log).toContain('--push');
      expect(outputs.log).toContain('--addr tcp://127.0.0.1:1');
      expect(outputs.log).toContain('/a; touch b');
    });

    it.each([
      ['without a program', undefined, {}, 'no Copa'],
      ['a release that is not there', 'true', { version: '1' }, 'no release 1'],
      ['to overwrite a release', 'true', { tag: '22.3.0' }, 'already'],
      [
        'to leave the workspace',
        'true',
        { report: '../x' },
        'outside its parent',
      ],
      ['what fails', 'echo no buildkit; exit 3', {}, 'no buildkit'],
    ])('refuses %s', async (...[, script, change, reason]) => {
      const action = createPatchImageAction({
        ...services,
        userInfo: owner,
        copa: script === undefined ? undefined : await copa(script),
      });
      await expect(run(action, { ...input, ...change })).rejects.toThrow(
        new RegExp(reason, 'i'),
      );
    });

    it('is for owners of the golden image alone', async () => {
      const action = createPatchImageAction({
        ...services,
        userInfo: mockServices.userInfo({
          ownershipEntityRefs: ['group:default/team-a'],
        }),
        copa: await copa('touch ran'),
      });
      await expect(run(action, input)).rejects.toThrow('Only an owner');
    });
  });

  describe('shift-down:exception:request', () => {
    const action = createRequestExceptionAction(services);
    const input = {
      entityRef: 'component:default/app',
      control: 'privilege-escalation',
      until: '2027-01-01T00:00:00.000Z',
      category: 'migration',
      justification: 'Until the next release',
      // As the form of a template leaves them.
      scope: { namespace: '' },
      ticket: '',
    };

    it('asks as the person, and does not wait', async () => {
      bump.body = { id: 'an-id', state: 'requested' };
      expect(await run(action, input)).toMatchObject({
        id: 'an-id',
        link: '/security/exceptions/an-id',
        state: 'requested',
      });
      expect(asked.map(it => it.path)).toEqual(['/exceptions']);
      expect(String(asked[0].authorization)).toContain('user:default/mock');
      expect(JSON.parse(asked[0].body)).toEqual({
        type: 'accepted-risk',
        expectation: { type: 'control', control: 'privilege-escalation' },
        scope: { entityRef: 'component:default/app' },
        until: '2027-01-01T00:00:00.000Z',
        category: 'migration',
        justification: 'Until the next release',
      });
    });

    it('asks for a rule of a policy at one workload, for days', async () => {
      bump.body = { id: 'an-id', state: 'requested' };
      const scope = {
        cluster: 'demo',
        namespace: 'payments',
        workload: { kind: 'Deployment', name: 'api' },
      };
      const before = Date.now();
      await run(action, {
        ...input,
        control: undefined,
        until: undefined,
        days: 2,
        policy: { engine: 'kyverno', name: 'no-root', rule: 'check' },
        scope,
      });
      const body = JSON.parse(asked[0].body);
      expect(body).toMatchObject({
        expectation: {
          type: 'policy',
          engine: 'kyverno',
          policy: 'no-root',
          rule: 'check',
        },
        scope: { ...scope, entityRef: 'component:default/app' },
      });
      const days = (Date.parse(body.until) - before) / (24 * 60 * 60 * 1000);
      expect(days).toBeCloseTo(2, 3);
    });

    it.each([
      [
        'what reaches nothing yet',
        {
          name: 'InputError',
          code: 'reaches-nothing',
          message: 'No finding matches',
        },
        400,
      ],
      [
        'an entity that nobody knows yet',
        { name: 'NotFoundError', message: 'There is no such entity' },
        404,
      ],
    ])('asks again for %s, once', async (_case, error, status) => {
      bump = { status, body: { error } };
      await expect(run(action, input)).rejects.toThrow(error.message);
      expect(asked).toHaveLength(1);
      setTimeout(() => {
        bump = { status: 200, body: { id: 'an-id', state: 'requested' } };
      }, 500);
      expect(await run(action, { ...input, waitSeconds: 30 })).toMatchObject({
        id: 'an-id',
      });
      expect(asked).toHaveLength(3);
    });

    it('gives up once its time is up, and at once on any other refusal', async () => {
      const refusal = { name: 'InputError', message: 'It is too long' };
      bump = { status: 400, body: { error: refusal } };
      const patient = { ...input, waitSeconds: 600 };
      await expect(run(action, patient)).rejects.toThrow('too long');
      bump = {
        status: 400,
        body: { error: { ...refusal, code: 'reaches-nothing' } },
      };
      await expect(run(action, { ...input, waitSeconds: 1 })).rejects.toThrow(
        'too long',
      );
    });

    it('asks what it would come to on a dry run', async () => {
      const outputs = await run(action, input, { isDryRun: true });
      expect(asked.map(it => it.path)).toEqual(['/exceptions/preview']);
      expect(outputs).toMatchObject({
        id: '',
        text: expect.stringContaining('too long'),
      });
    });

    it.each([
      ['nothing', { control: undefined }, 'Name one thing'],
      ['two things', { vulnerability: { advisory: 'CVE-1' } }, 'Name one'],
      ['no end', { until: undefined }, 'Say when it ends'],
      ['two ends', { days: 3 }, 'Say when it ends'],
    ])('refuses %s', async (_case, change, reason) => {
      await expect(run(action, { ...input, ...change })).rejects.toThrow(
        reason,
      );
      expect(asked).toEqual([]);
    });

    it('fails with what the portal says', async () => {
      bump = {
        status: 403,
        body: {
          error: { name: 'NotAllowedError', message: 'Only owners ask' },
        },
      };
      await expect(run(action, input)).rejects.toThrow('Only owners ask');
    });
  });
});
