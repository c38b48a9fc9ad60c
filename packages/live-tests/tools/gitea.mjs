/*
 * Prints the folder of a real Gitea: named in TEST_ASSET_GITEA, or built from its Go module,
 * once. It holds the program `gitea` and, in `source`, the files that it serves. What it
 * does goes to stderr.
 */
import { access, chmod, cp, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { NoGoError, findGo, runGo } from 'control-plane/tools/lib/go.mjs';
import { withLock } from 'control-plane/tools/lib/lock.mjs';

const VERSION = 'v1.26.0';
const MODULE = `code.gitea.io/gitea@${VERSION}`;

async function findGitea(env) {
  if (env.TEST_ASSET_GITEA) {
    return env.TEST_ASSET_GITEA;
  }
  const cache = join(
    env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'shift-down',
  );
  const folder = join(cache, `gitea-${VERSION}`);
  await mkdir(cache, { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (!(await exists(folder))) {
      await build(`${folder}.unfinished`, env);
      await rename(`${folder}.unfinished`, folder);
    }
  });
  return folder;
}

/** In a copy of the module: its `replace` directives count only where it is the main one. */
async function build(folder, env) {
  console.error('Building Gitea; this takes some minutes the first time.');
  const go = await findGo(env);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { Dir } = JSON.parse(
    await runGo(go, ['mod', 'download', '-json', MODULE], { cwd: folder, env }),
  );
  const source = join(folder, 'source');
  await cp(Dir, source, { recursive: true });
  await chmod(source, 0o755);
  await runGo(
    go,
    [
      'build',
      '-p',
      '2',
      '-trimpath',
      '-tags',
      'sqlite sqlite_unlock_notify',
      '-o',
      join(folder, 'gitea'),
      '.',
    ],
    { cwd: source, env },
  );
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

try {
  console.log(await findGitea(process.env));
} catch (error) {
  console.error(
    error instanceof NoGoError
      ? 'There is no Go, with which Gitea would be built. Install Go 1.26 or later, or name its folder in TEST_ASSET_GITEA.'
      : error.stack,
  );
  process.exitCode = 1;
}
