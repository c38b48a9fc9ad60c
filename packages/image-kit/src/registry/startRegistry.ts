/*
 * A real registry: Debian's `docker-registry` on a loopback port, with its storage in a
 * temporary folder.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT_MS = 15_000;

export interface RunningRegistry {
  /** Such as `http://127.0.0.1:40001`. */
  url: string;
  /** Such as `127.0.0.1:40001`. */
  host: string;
  stop(): Promise<void>;
}

/** The program: DOCKER_REGISTRY_PATH when set, else the one on the PATH. */
export function findRegistry(): string | undefined {
  const candidates = process.env.DOCKER_REGISTRY_PATH
    ? [process.env.DOCKER_REGISTRY_PATH]
    : (process.env.PATH ?? '')
        .split(delimiter)
        .map(folder => join(folder, 'docker-registry'));
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts it. Whoever starts it stops it.
 * @throws Error if it is not installed, or does not begin to answer
 */
export async function startRegistry(): Promise<RunningRegistry> {
  const program = findRegistry();
  if (!program) {
    throw new Error(
      'There is no docker-registry. Install it (Debian: apt-get install docker-registry) ' +
        'or name the program in DOCKER_REGISTRY_PATH.',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'shift-down-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'config.yml');
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'warn' },
      storage: {
        filesystem: { rootdirectory: join(folder, 'data') },
        delete: { enabled: true },
      },
      http: { addr: host },
    }),
  );
  const child = spawn(program, ['serve', config], { stdio: 'ignore' });
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async () => {
    child.kill();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://${host}`;
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/v2/`).catch(() => undefined);
    if (answer?.ok) {
      return { url, host, stop };
    }
    await sleep(50);
  }
  const text = await readFile(config, 'utf8');
  await stop();
  throw new Error(`docker-registry did not start with ${text}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('There is no free port')),
      );
    });
  });
}
