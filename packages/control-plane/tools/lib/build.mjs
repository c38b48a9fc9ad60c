// Builds the pinned programs into a folder outside of the checkout, once for each key.
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findGo, runGo } from './go.mjs';
import { withLock } from './lock.mjs';
import { MODULES, buildKey, linkerFlags, toolsDir } from './modules.mjs';

/** More compilers at once would ask for more than 2 GiB. */
const COMPILERS = 2;
const ATTEMPTS = 2;

function cacheFolder(env, name) {
  return join(
    env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'shift-down',
    name,
  );
}

/** The folder that holds them all; built when it isn't there yet. */
export function builtBinaries(env) {
  return builtModules(env, 'control-plane', MODULES);
}

/** The same for other modules, in a cache of another name. */
export async function builtModules(env, name, modules) {
  const go = await findGo(env);
  const version = await runGo(go, ['env', 'GOVERSION'], { cwd: toolsDir, env });
  const cache = cacheFolder(env, name);
  const key = await buildKey(version, modules);
  const folder = join(cache, key);
  if (await exists(folder)) {
    return folder;
  }
  return withLock(
    join(cache, `${key}.lock`),
    async () => {
      if (!(await exists(folder))) {
        await removeUnfinished(cache, key);
        await build({ go, env, folder, modules });
      }
      return folder;
    },
    { onWait: () => say('Waiting for another process that builds them.') },
  );
}

async function build({ go, env, folder, modules }) {
  const temporary = `${folder}.${process.pid}.unfinished`;
  await mkdir(temporary, { recursive: true });
  try {
    for (const module of modules) {
      const startedAt = Date.now();
      const names = Object.keys(module.packages).join(' and ');
      say(`Building ${names} from ${module.folder}/go.mod.`);
      await buildModule({ go, env, module, temporary });
      say(`  done in ${Math.round((Date.now() - startedAt) / 1000)} s`);
    }
    await rename(temporary, folder).catch(async error => {
      // Somebody else was faster.
      if (!(await exists(folder))) {
        throw error;
      }
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Once more after a failure: most of them are a download that broke off. */
async function buildModule({ go, env, module, temporary }) {
  const flags = [
    ...['-p', String(COMPILERS)],
    '-trimpath',
    ...['-ldflags', await linkerFlags(module)],
  ];
  for (const [name, path] of Object.entries(module.packages)) {
    const args = ['build', ...flags, '-o', join(temporary, name), path];
    const options = { cwd: join(toolsDir, module.folder), env };
    for (let attempt = 1; ; attempt++) {
      try {
        await runGo(go, args, options);
        break;
      } catch (error) {
        if (attempt === ATTEMPTS) {
          throw error;
        }
        say(`  ${error.message}; trying once more`);
      }
    }
  }
}

/** What a killed build left. */
async function removeUnfinished(cache, key) {
  for (const name of await readdir(cache)) {
    if (name.startsWith(`${key}.`) && name.endsWith('.unfinished')) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

function say(message) {
  console.error(message);
}
