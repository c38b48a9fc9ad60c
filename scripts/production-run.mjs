/*
 * Runs the portal once as production does: built, unpacked elsewhere with production
 * dependencies only, on PostgreSQL, serving its own front end, with sign-in through an
 * OpenID Connect provider. Needs, in the environment, the connection string of a
 * PostgreSQL superuser and CHROMIUM_PATH; `npm test -- --only production` sets both.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say, seconds } from './launcher/console.mjs';
import { freePort } from './launcher/ports.mjs';
import {
  beforeExit,
  isStopping,
  shutDown,
  stopOnSignals,
} from './launcher/processes.mjs';
import {
  buildPortal,
  findDevelopmentParts,
  unpackPortal,
} from './production/bundle.mjs';
import { startIdentityProvider } from './production/identityProvider.mjs';
import { scrapeMetrics } from './production/metrics.mjs';
import {
  assertEvaluatedInThread,
  startProductionPortal,
} from './production/portal.mjs';
import { signInAndAsk } from './production/visitor.mjs';

const postgres = new URL(
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING,
);
const startedAt = Date.now();

async function step(what, work) {
  const result = await work();
  say(`  ${what} (${seconds(startedAt)})`);
  return result;
}

async function productionRun() {
  const directory = await mkdtemp(join(tmpdir(), 'shift-down-production-'));
  beforeExit(() => rm(directory, { recursive: true, force: true }));

  await step('built', buildPortal);
  await step('unpacked, with production dependencies', () =>
    unpackPortal(directory),
  );
  await step('nothing of development in the bundle', async () => {
    const found = await findDevelopmentParts(directory);
    if (found.length > 0) {
      throw new Error(
        `The production bundle holds parts of development: ${found.join(', ')}`,
      );
    }
  });
  const url = `http://localhost:${await freePort()}`;
  const identityProvider = await step('identity provider started', () =>
    startIdentityProvider(`${url}/api/auth/oidc/handler/frame`),
  );
  const metricsPort = await freePort();
  await step('ready on PostgreSQL', () =>
    startProductionPortal({
      directory,
      url,
      metricsPort,
      postgres,
      identityProvider,
    }),
  );
  for (const line of await signInAndAsk(url)) {
    say(`  ${line} (${seconds(startedAt)})`);
  }
  say(`  ${await assertEvaluatedInThread()} (${seconds(startedAt)})`);
  say(`  ${await scrapeMetrics(metricsPort)} (${seconds(startedAt)})`);
}

stopOnSignals();
let exitCode = 0;
try {
  await productionRun();
} catch (error) {
  say(error.stack);
  exitCode = 1;
}
if (!isStopping()) {
  await shutDown();
  process.exit(exitCode);
}
