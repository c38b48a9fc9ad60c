// Starts the unpacked portal with plain Node and the configuration of production.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { stringify } from 'yaml';
import { logsDir } from '../launcher/paths.mjs';
import { beforeExit, launch, stop, tail } from '../launcher/processes.mjs';

const START_LIMIT_MS = 180_000;

/** What an organisation adds to app-config.production.yaml: here, the examples. */
const OWN_CONFIG = {
  portal: { fleetReaders: ['group:default/platform'] },
  catalog: {
    locations: [
      { type: 'file', target: './examples/catalog/entities.yaml' },
      {
        type: 'file',
        target: './examples/catalog/org.yaml',
        rules: [{ allow: ['User', 'Group'] }],
      },
    ],
  },
  shiftDown: {
    clusters: [
      { name: 'demo', type: 'recorded', path: './examples/clusters/demo' },
    ],
  },
};

export async function startProductionPortal({
  directory,
  url,
  metricsPort,
  postgres,
  identityProvider,
}) {
  const prefix = `production_run_${randomBytes(4).toString('hex')}_`;
  beforeExit(() => dropDatabases(postgres, prefix));
  await writeFile(
    join(directory, 'app-config.own.yaml'),
    stringify(OWN_CONFIG),
  );
  const log = join(logsDir, 'production-portal.log');
  const child = await launch(
    process.execPath,
    [
      'packages/backend',
      '--config',
      'app-config.production.yaml',
      '--config',
      'app-config.own.yaml',
    ],
    {
      cwd: directory,
      log,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'production',
        PORTAL_URL: url,
        PORTAL_HOST: '127.0.0.1',
        PORTAL_PORT: new URL(url).port,
        SHIFT_DOWN_METRICS_PORT: String(metricsPort),
        POSTGRES_HOST: postgres.hostname,
        POSTGRES_PORT: postgres.port,
        POSTGRES_USER: postgres.username,
        POSTGRES_PASSWORD: postgres.password,
        APP_CONFIG_backend_database_prefix: prefix,
        AUTH_SESSION_SECRET: randomBytes(24).toString('hex'),
        AUTH_OIDC_METADATA_URL: identityProvider.metadataUrl,
        AUTH_OIDC_CLIENT_ID: identityProvider.clientId,
        AUTH_OIDC_CLIENT_SECRET: identityProvider.clientSecret,
      },
    },
  );
  // The databases can be dropped only when the portal has let go of them.
  beforeExit(() => stop(child));
  await whenReady(url, child, log);
}

/** Where a thread can't be had, the portal says so and takes turns instead. */
export async function assertEvaluatedInThread() {
  const text = await tail(join(logsDir, 'production-portal.log'), 10_000);
  if (text.includes('in turns with everything else')) {
    throw new Error(
      'The evaluators could not be loaded in a thread of their own',
    );
  }
  return 'the evaluators run in a thread of their own';
}

async function whenReady(url, child, log) {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const ready = await fetch(`${url}/.backstage/health/v1/readiness`).then(
      response => response.ok,
      () => false,
    );
    if (ready) {
      return;
    }
    // The process may live on after that.
    if ((await tail(log, 200)).includes('Backend startup failed')) {
      break;
    }
    await sleep(500);
  }
  const lines = (await tail(log, 2_000))
    .split('\n')
    .filter(line => !line.includes('/.backstage/health/'));
  throw new Error(
    `The portal did not become ready:\n${lines.slice(-60).join('\n')}`,
  );
}

async function dropDatabases(postgres, prefix) {
  const client = new pg.Client({ connectionString: postgres.href });
  await client.connect();
  const { rows } = await client.query(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [prefix],
  );
  for (const { datname } of rows) {
    await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
  }
  await client.end();
}
