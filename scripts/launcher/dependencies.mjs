/*
 * Installs the repository's dependencies, and skips it when nothing that decides
 * about them has changed since the last whole installation.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LauncherError, say, seconds } from './console.mjs';
import { logsDir, root } from './paths.mjs';
import { launch, tail } from './processes.mjs';

const NEEDED_BYTES = 4e9;
const PROGRESS_MS = 15_000;

/** Lives in node_modules, so that it goes when they go. */
const stamp = join(root, 'node_modules', '.shift-down-installed');

/**
 * Identifies an installation: lock file, manifests, Yarn's settings and the Node that
 * native addons were built for.
 */
export async function installationChecksum(directory, nodeVersion) {
  const manifests = [];
  for (const group of ['packages', 'plugins']) {
    const names = await readdir(join(directory, group)).catch(() => []);
    manifests.push(...names.map(name => join(group, name, 'package.json')));
  }
  const hash = createHash('sha256');
  for (const file of [
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...manifests.sort(),
  ]) {
    const content = await readFile(join(directory, file)).catch(() => '');
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  hash.update(`${process.platform} ${process.arch} ${nodeVersion}`);
  return hash.digest('hex');
}

export async function ensureDependencies(toolchain, nodeVersion) {
  const wanted = await installationChecksum(root, nodeVersion.split('.')[0]);
  const present = await readFile(stamp, 'utf8').catch(() => undefined);
  if (present === wanted) {
    return;
  }
  if (!present) {
    say(
      'Installing the dependencies: about 2 GB here and 1 GB in the cache of Yarn, ' +
        '3 to 8 minutes the first time. Later runs skip it.',
    );
    await warnIfDiskIsShort();
  } else {
    say('The dependencies have changed: installing what is new.');
  }
  await rm(stamp, { force: true });
  await install(toolchain);
  await writeFile(stamp, wanted);
}

async function install({ env }) {
  const startedAt = Date.now();
  const log = join(logsDir, 'install.log');
  const child = await launch('yarn', ['install', '--immutable'], {
    cwd: root,
    env: { ...env, YARN_ENABLE_PROGRESS_BARS: '0' },
    log,
  });
  const steps = new Set();
  child.stdout.on('data', chunk => {
    for (const [, step] of String(chunk).matchAll(/┌ (\w+ step)/g)) {
      if (!steps.has(step)) {
        steps.add(step);
        say(`  ${step} (${seconds(startedAt)})`);
      }
    }
  });
  const timer = setInterval(
    () => say(`  still installing (${seconds(startedAt)})`),
    PROGRESS_MS,
  );
  const code = await child.finished.finally(() => clearInterval(timer));
  if (code !== 0) {
    throw new LauncherError(
      `yarn install ended with ${code}:\n${await tail(log)}\n` +
        `The whole log is in ${log}. ${
          /YN0028/.test(await tail(log, 200))
            ? 'yarn.lock does not fit the package.json files: run `npm run yarn -- install --no-immutable` and commit it.'
            : 'Run the command again to go on.'
        }`,
    );
  }
  say(`  installed in ${seconds(startedAt)}`);
}

async function warnIfDiskIsShort() {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < NEEDED_BYTES) {
    const free = (bavail * bsize) / 1e9;
    say(`  Warning: only ${free.toFixed(1)} GB are free on this disk.`);
  }
}
