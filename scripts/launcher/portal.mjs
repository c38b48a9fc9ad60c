/*
 * Starts the local portal on loopback ports and waits until it answers.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError, say, seconds } from './console.mjs';
import { logsDir, root, stateDir } from './paths.mjs';
import { freePort, isFreePort } from './ports.mjs';
import { beforeExit, launch, tail } from './processes.mjs';
import {
  noteRunning,
  prepareState,
  recordedCluster,
  refuseWhileRunning,
} from './state.mjs';

const START_LIMIT_MS = 240_000;
const PROGRESS_MS = 15_000;
/** The backend's development server outlives a backend that could not start. */
const BACKEND_FAILED = /Backend startup failed|startup failed; caused by/;

/**
 * Starts the back end, and the front end unless told otherwise.
 * @returns the addresses, once both answer.
 */
export async function startPortal(toolchain, { frontEnd = true } = {}) {
  await refuseWhileRunning();
  await prepareState();
  const backendUrl = `http://localhost:${await freePort(7007)}`;
  const url = frontEnd ? `http://localhost:${await chosenPort()}` : backendUrl;
  const env = {
    ...toolchain.env,
    NODE_ENV: 'development',
    SHIFT_DOWN_STATE: stateDir,
    SHIFT_DOWN_RECORDED_CLUSTER: recordedCluster,
    ...configFromAddresses(url, backendUrl),
  };
  beforeExit(await noteRunning({ url, backendUrl }));

  const startedAt = Date.now();
  const parts = [
    await startPart('back end', toolchain, env, {
      folder: 'packages/backend',
      // Starts dev/index, the portal with personas, and not the production entry.
      args: ['--role', 'backend-plugin'],
      readyUrl: `${backendUrl}/.backstage/health/v1/readiness`,
      failed: BACKEND_FAILED,
    }),
  ];
  if (frontEnd) {
    parts.push(
      await startPart('front end', toolchain, env, {
        folder: 'packages/app',
        readyUrl: url,
      }),
    );
  }
  say(`Starting the ${parts.map(part => part.name).join(' and the ')} …`);
  const timer = setInterval(
    () => say(`  still starting (${seconds(startedAt)})`),
    PROGRESS_MS,
  );
  await Promise.all(parts.map(part => whenReady(part, startedAt))).finally(() =>
    clearInterval(timer),
  );
  return { url, backendUrl, whenEnded: whenEnded(parts) };
}

async function chosenPort() {
  if (!process.env.PORT) {
    return freePort(3000);
  }
  const port = Number(process.env.PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new LauncherError(
      `PORT is '${process.env.PORT}': set it to a number from 1 to 65535.`,
    );
  }
  if (!(await isFreePort(port))) {
    throw new LauncherError(
      `Port ${port} is taken: choose another, or unset PORT to take any free one.`,
    );
  }
  return port;
}

/** Backstage takes any value of its config from variables of this form. */
function configFromAddresses(url, backendUrl) {
  return {
    APP_CONFIG_app_baseUrl: url,
    APP_CONFIG_app_listen: JSON.stringify({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
    }),
    APP_CONFIG_backend_baseUrl: backendUrl,
    APP_CONFIG_backend_listen: JSON.stringify({
      host: '127.0.0.1',
      port: Number(new URL(backendUrl).port),
    }),
    APP_CONFIG_backend_cors_origin: url,
  };
}

async function startPart(name, toolchain, env, { folder, args = [], ...rest }) {
  const log = join(logsDir, `${name.replace(' ', '-')}.log`);
  const cli = join(
    root,
    'node_modules',
    '@backstage',
    'cli',
    'bin',
    'backstage-cli',
  );
  const child = await launch(
    toolchain.node,
    [cli, 'package', 'start', ...args],
    { cwd: join(root, folder), env, log },
  );
  return { name, child, log, ...rest };
}

async function whenReady(part, startedAt) {
  let ended;
  part.child.finished.then(
    code => {
      ended = `ended with ${code}`;
    },
    error => {
      ended = error.message;
    },
  );
  while (Date.now() - startedAt < START_LIMIT_MS) {
    if (await isReady(part.readyUrl)) {
      say(`  ${part.name} ready (${seconds(startedAt)})`);
      return;
    }
    if (part.failed?.test(await tail(part.log, 200))) {
      ended = 'could not start';
    }
    if (ended) {
      throw new LauncherError(await explain(part, ended));
    }
    await sleep(500);
  }
  throw new LauncherError(
    await explain(part, `did not answer within ${START_LIMIT_MS / 1000} s`),
  );
}

async function explain({ name, log }, what) {
  return `The ${name} ${what}. The end of its log:\n\n${await tail(
    log,
  )}\n\nThe whole log is in ${log}.`;
}

function isReady(url) {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    response => response.ok,
    () => false,
  );
}

/** Resolves to a sentence when a part of the running portal ends by itself. */
async function whenEnded(parts) {
  return Promise.race(
    parts.map(async part =>
      explain(part, `ended with ${await part.child.finished}`),
    ),
  );
}
