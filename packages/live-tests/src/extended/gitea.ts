/** A real Gitea on loopback, with one user and one repository. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../eventually';

const run = promisify(execFile);
const USER = {
  username: 'bot',
  password: 'a-password-1',
  email: 'bot@example.com',
};

export interface RunningGitea {
  url: string;
  user: typeof USER;
  /** Calls the API as the user. */
  call(method: string, path: string, body?: object): Promise<number>;
  stop(): Promise<void>;
}

export async function startGitea(): Promise<RunningGitea> {
  const { stdout } = await run(process.execPath, [
    require.resolve('../../tools/gitea.mjs'),
  ]);
  const assets = stdout.trim();
  const program = join(assets, 'gitea');
  const folder = await mkdtemp(join(tmpdir(), 'shift-down-gitea-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, 'app.ini');
  await mkdir(join(folder, 'data'));
  await writeFile(config, configuration(folder, assets, port));
  const env = { PATH: process.env.PATH, HOME: folder };
  const start = ['--config', config, '--work-path', folder];
  await run(program, [...start, 'migrate'], { env });
  await run(
    program,
    [
      ...start,
      'admin',
      'user',
      'create',
      '--admin',
      '--must-change-password=false',
      ...Object.entries(USER).flatMap(([key, value]) => [`--${key}`, value]),
    ],
    { env },
  );
  const server = spawn(program, [...start, 'web'], { env, stdio: 'ignore' });
  const ended = new Promise(done => {
    server.once('close', done);
  });
  const call: RunningGitea['call'] = async (method, path, body) => {
    const basic = Buffer.from(`${USER.username}:${USER.password}`);
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Basic ${basic.toString('base64')}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    await response.text();
    return response.status;
  };
  await eventually(60, async () =>
    (await call('GET', '/version')) === 200
      ? undefined
      : 'Gitea does not answer yet',
  );
  return {
    url,
    user: USER,
    call,
    stop: async () => {
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, assets: string, port: number): string {
  return `
RUN_MODE = prod
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = http://127.0.0.1:${port}/
STATIC_ROOT_PATH = ${join(assets, 'source')}
OFFLINE_MODE = true
DISABLE_SSH = true
[database]
DB_TYPE = sqlite3
PATH = ${join(folder, 'data', 'gitea.db')}
[repository]
ROOT = ${join(folder, 'repositories')}
[security]
INSTALL_LOCK = true
[log]
LEVEL = warn
[actions]
ENABLED = false
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(done => {
    server.close(done);
  });
  return port;
}
