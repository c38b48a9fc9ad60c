/*
 * Prints where the real cosign is: named in TEST_ASSET_COSIGN, or built from the Go module
 * that `cosign/go.mod` pins, once. What it does goes to stderr.
 *
 * Node built-ins only, so that it can run before anything is installed.
 */
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NoGoError, findGo, runGo } from 'control-plane/tools/lib/go.mjs';
import { withLock } from 'control-plane/tools/lib/lock.mjs';

const MODULE = fileURLToPath(new URL('./cosign/', import.meta.url));
const PACKAGE = 'github.com/sigstore/cosign/v3/cmd/cosign';
const FLAGS = ['-p', '2', '-trimpath', '-ldflags', '-s -w'];

async function findCosign(env) {
  if (env.TEST_ASSET_COSIGN) {
    return env.TEST_ASSET_COSIGN;
  }
  const go = await findGo(env);
  const version = await runGo(go, ['env', 'GOVERSION'], { cwd: MODULE, env });
  const folder = join(
    env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'shift-down',
    'cosign',
    await keyOf(version),
  );
  const program = join(folder, 'cosign');
  if (!(await exists(program))) {
    await mkdir(folder, { recursive: true });
    await withLock(`${program}.lock`, async () => {
      if (!(await exists(program))) {
        await build(go, program, env);
      }
    });
  }
  return program;
}

/** Changes with the pinned versions, the platform and Go itself. */
async function keyOf(goVersion) {
  const hash = createHash('sha256').update(
    JSON.stringify([process.platform, process.arch, goVersion, FLAGS]),
  );
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(await readFile(join(MODULE, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Half a build is never taken for one. */
async function build(go, program, env) {
  console.error('Building cosign; this takes some minutes the first time.');
  const unfinished = `${program}.unfinished`;
  try {
    await runGo(go, ['build', ...FLAGS, '-o', unfinished, PACKAGE], {
      cwd: MODULE,
      env,
    });
    await rename(unfinished, program);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

try {
  console.log(await findCosign(process.env));
} catch (error) {
  console.error(
    error instanceof NoGoError
      ? 'There is no Go, with which cosign would be built. Install Go 1.26 or later, or name the program in TEST_ASSET_COSIGN.'
      : error.stack,
  );
  process.exitCode = 1;
}
