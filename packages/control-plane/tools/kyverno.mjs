/*
 * Prints, as JSON, where Kyverno's programs are and the folder of its Go module, which
 * holds the definitions of its custom resources; builds the programs first where they are
 * not. What it does goes to stderr.
 */
import { join } from 'node:path';
import { builtModules } from './lib/build.mjs';
import { NoGoError, findGo, runGo } from './lib/go.mjs';
import { KYVERNO_MODULES, toolsDir } from './lib/modules.mjs';

async function findKyverno(env) {
  const folder = await builtModules(env, 'kyverno', KYVERNO_MODULES);
  const [module] = KYVERNO_MODULES;
  const downloaded = await runGo(
    await findGo(env),
    ['mod', 'download', '-json', 'github.com/kyverno/kyverno'],
    { cwd: join(toolsDir, module.folder), env },
  );
  const names = Object.keys(module.packages);
  return {
    programs: Object.fromEntries(names.map(name => [name, join(folder, name)])),
    sources: JSON.parse(downloaded).Dir,
  };
}

try {
  console.log(JSON.stringify(await findKyverno(process.env)));
} catch (error) {
  console.error(
    error instanceof NoGoError
      ? 'There is no Go, with which Kyverno would be built. Install Go 1.26 or later.'
      : error.stack,
  );
  process.exitCode = 1;
}
