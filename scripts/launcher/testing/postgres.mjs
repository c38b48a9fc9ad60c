/*
 * A PostgreSQL of our own for the tests: in a temporary folder, on a free loopback
 * port, stopped and removed at the end.
 */
import { access, chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError } from '../console.mjs';
import { freePort } from '../ports.mjs';
import { beforeExit, capture, launch, run, stop, tail } from '../processes.mjs';

const START_LIMIT_MS = 30_000;
const DEBIAN_DIR = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`, newest first, or undefined. */
export async function findPostgres() {
  const versions = await readdir(DEBIAN_DIR).catch(() => []);
  const folders = [
    ...versions
      .sort((a, b) => Number(b) - Number(a))
      .map(version => join(DEBIAN_DIR, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  for (const folder of folders) {
    if (
      (await isThere(folder, 'initdb')) &&
      (await isThere(folder, 'postgres'))
    ) {
      return folder;
    }
  }
  return undefined;
}

function isThere(folder, program) {
  return access(join(folder, program)).then(
    () => true,
    () => false,
  );
}

/**
 * Starts PostgreSQL.
 * @returns its connection string, of a superuser
 */
export async function startPostgres(binDir) {
  const directory = await mkdtemp(join(tmpdir(), 'shift-down-postgres-'));
  const user = await ordinaryUser();
  await chmod(directory, 0o755);
  if (user) {
    await chown(directory, user.uid, user.gid);
  }
  const as = { cwd: directory, ...user };
  const data = join(directory, 'data');
  const initLog = join(directory, 'initdb.log');
  const code = await run(
    join(binDir, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { ...as, log: initLog },
  );
  if (code !== 0) {
    throw new LauncherError(
      `PostgreSQL's initdb ended with ${code}:\n${await tail(initLog)}`,
    );
  }
  const port = await freePort();
  const log = join(directory, 'postgres.log');
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${directory}`,
    'max_connections=300',
    // Nothing here has to survive a crash.
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
  ];
  const child = await launch(
    join(binDir, 'postgres'),
    ['-D', data, ...settings.flatMap(setting => ['-c', setting])],
    { ...as, log },
  );
  beforeExit(async () => {
    await stop(child);
    await rm(directory, { recursive: true, force: true });
  });
  await whenReady(child, log);
  return `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`;
}

async function whenReady(child, log) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if (/ready to accept connections/.test(await tail(log, 50))) {
      return;
    }
    await sleep(100);
  }
  throw new LauncherError(`PostgreSQL did not start:\n${await tail(log)}`);
}

/** PostgreSQL refuses root, so that root starts it as somebody else. */
async function ordinaryUser() {
  if (process.getuid() !== 0) {
    return undefined;
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      return {
        uid: Number(await capture('id', ['-u', name])),
        gid: Number(await capture('id', ['-g', name])),
      };
    } catch {
      // The next name may exist.
    }
  }
  throw new LauncherError(
    'PostgreSQL refuses to run as root, and this machine has no user postgres or nobody.',
  );
}
