/*
 * Where the programs are: as envtest has it, named one by one in TEST_ASSET_*, then in the
 * folder KUBEBUILDER_ASSETS; otherwise those that we build.
 */
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { builtBinaries } from './build.mjs';
import { BINARIES } from './modules.mjs';

/** The archives that people fetch for envtest may lack them. */
const OPTIONAL = ['kube-controller-manager', 'kubectl'];

function variableOf(name) {
  return `TEST_ASSET_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Paths by name. Only what is optional may be absent, and only from a folder of others. */
export async function findBinaries(env, build = builtBinaries) {
  const paths = {};
  let built;
  for (const name of BINARIES) {
    const variable = variableOf(name);
    if (env[variable]) {
      paths[name] = await executable(env[variable], variable);
    } else if (env.KUBEBUILDER_ASSETS) {
      const path = join(env.KUBEBUILDER_ASSETS, name);
      if (!OPTIONAL.includes(name) || (await isExecutable(path))) {
        paths[name] = await executable(path, 'KUBEBUILDER_ASSETS');
      }
    } else {
      built ??= await build(env);
      paths[name] = join(built, name);
    }
  }
  return paths;
}

async function executable(path, variable) {
  if (await isExecutable(path)) {
    return path;
  }
  throw new Error(
    `${variable} is set, but ${path} can't be executed. Correct it, or unset it to have the pinned versions built.`,
  );
}

function isExecutable(path) {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
