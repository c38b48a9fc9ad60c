// Builds the portal, and unpacks it as its Dockerfile does.
import { copyFile, cp, readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { logsDir, root } from '../launcher/paths.mjs';
import { run, tail } from '../launcher/processes.mjs';

/** Strings that only the sign-in by choosing a person contains. */
const DEVELOPMENT_MARKERS = ['x-shift-down-persona', 'development-provider'];

export async function buildPortal() {
  await must(root, 'yarn', ['tsc']);
  await must(root, 'yarn', ['build:all']);
}

/** Puts the built portal and its production dependencies into an empty folder. */
export async function unpackPortal(directory) {
  for (const file of [
    'package.json',
    'yarn.lock',
    '.yarnrc.yml',
    'backstage.json',
    'app-config.production.yaml',
  ]) {
    await copyFile(join(root, file), join(directory, file));
  }
  await cp(join(root, 'examples'), join(directory, 'examples'), {
    recursive: true,
  });
  const dist = join(root, 'packages', 'backend', 'dist');
  await must(directory, 'tar', ['xzf', join(dist, 'skeleton.tar.gz')]);
  await must(
    directory,
    'yarn',
    ['workspaces', 'focus', '--all', '--production'],
    {
      // Nothing of the lock file may change; development dependencies are only left out.
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      NODE_ENV: 'production',
    },
  );
  await must(directory, 'tar', ['xzf', join(dist, 'bundle.tar.gz')]);
}

async function must(cwd, program, args, env = {}) {
  const log = join(logsDir, 'production-command.log');
  const code = await run(program, args, {
    cwd,
    env: { ...process.env, ...env },
    log,
  });
  if (code !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${code}:\n${await tail(
        log,
        60,
      )}`,
    );
  }
}

/** Files of ours in the unpacked bundle that hold a part of the development sign-in. */
export async function findDevelopmentParts(directory) {
  const found = [];
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const inside = relative(directory, path);
    if (
      !entry.isFile() ||
      !/^(packages|plugins)\//.test(inside) ||
      inside.endsWith('.md') ||
      inside.includes('node_modules/')
    ) {
      continue;
    }
    const text = await readFile(path, 'utf8');
    if (DEVELOPMENT_MARKERS.some(marker => text.includes(marker))) {
      found.push(inside);
    }
  }
  return found;
}
