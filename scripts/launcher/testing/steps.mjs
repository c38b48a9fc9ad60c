/*
 * Everything that `npm test` can run, in order. A step needs parts, without which it
 * is skipped, and wants parts, without which a named share of it is skipped.
 */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LauncherError, say } from '../console.mjs';
import { logsDir, root } from '../paths.mjs';
import { freePort } from '../ports.mjs';
import { beforeExit, run, tail } from '../processes.mjs';
import {
  FAILED,
  NONE,
  PASSED,
  add,
  countJest,
  countPlaywright,
  countReport,
  countTap,
} from './results.mjs';
import { checkChangesets, checkLockFile } from './sources.mjs';

export const STEPS = [
  {
    name: 'unit',
    about: 'units, databases and HTTP level, with Jest',
    wants: {
      postgresql: 'database tests on PostgreSQL (SQLite was tested)',
      'docker-registry': 'tests against a real registry of images',
    },
    run: runJest,
  },
  {
    name: 'scripts',
    about: 'the launcher, our lint rules, and the lookup of API servers',
    run: runNodeTests,
  },
  command('lock file', 'names no download address', checkLockFile),
  command('generated API', 'agrees with openapi.yaml', [
    'generate:api',
    '--check',
  ]),
  command('type check', 'tsc', ['tsc']),
  command('lint', 'ESLint, with the direction of imports', ['lint']),
  command('prettier', 'one formatting', ['prettier:check']),
  command('API reports', 'what packages export is agreed on', [
    'build:api-reports',
    '--ci',
  ]),
  command('knip', 'nothing unused', ['knip']),
  command('changesets', 'each names packages that exist', checkChangesets),
  {
    name: 'check',
    about: 'npm start -- --check from an empty state',
    run: runCheck,
  },
  {
    name: 'browser',
    about: 'the portal in Chromium, with Playwright',
    needs: ['chromium'],
    run: runPlaywright,
  },
  {
    name: 'production',
    about:
      'the built portal on PostgreSQL, with sign-in through OpenID Connect',
    needs: ['postgresql', 'chromium'],
    run: runProduction,
  },
  {
    // Last, as its parts are built meanwhile.
    name: 'live',
    about: 'real API servers: the control plane, and collection from it',
    needs: ['control-plane'],
    wants: {
      postgresql: 'live tests on PostgreSQL (SQLite was tested)',
      chromium: 'the template of namespaces in a browser, over a live cluster',
    },
    run: runLive,
  },
];

/** A step that is one command (arguments of yarn) or check, and counts as one test. */
function command(name, about, work) {
  return {
    name,
    about,
    group: 'static',
    run: async context =>
      typeof work === 'function'
        ? work(context)
        : quietly(name, 'yarn', work, context),
  };
}

/** Shows a command's output only when it fails. */
async function quietly(name, program, args, { env }) {
  const log = logOf(name);
  const code = await run(program, args, { cwd: root, env, log });
  if (code === 0) {
    return PASSED;
  }
  say(await tail(log, 150));
  return FAILED;
}

function logOf(name) {
  return join(logsDir, `test-${name.toLowerCase().replaceAll(' ', '-')}.log`);
}

async function runJest({ env }) {
  const report = await reportFile('jest.json');
  const code = await run(
    'yarn',
    ['backstage-cli', 'repo', 'test', '--json', `--outputFile=${report}`],
    {
      cwd: root,
      // Without CI the tool watches; without the other it looks for Docker.
      env: { ...env, CI: 'true', BACKSTAGE_TEST_DISABLE_DOCKER: '1' },
      // Jest writes its progress to stderr; stdout is the report once more.
      output: 'ignore',
    },
  );
  return countReport(report, code, text => countJest(JSON.parse(text)));
}

async function runNodeTests({ node, env }) {
  const report = await reportFile('node.tap');
  const code = await run(
    node,
    [
      '--test',
      '--test-reporter=dot',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      'scripts/**/*.test.mjs',
      'packages/control-plane/tools/**/*.test.mjs',
    ],
    { cwd: root, env },
  );
  const counts = await countReport(report, code, countTap);
  if (counts.failed > 0) {
    say(await readFile(report, 'utf8').catch(() => ''));
  }
  return counts;
}

async function runCheck({ node, env }) {
  const log = logOf('check');
  const code = await run(node, ['scripts/launcher.mjs', 'start', '--check'], {
    cwd: root,
    env: { ...env, SHIFT_DOWN_STATE: await temporaryFolder() },
    log,
  });
  say(await tail(log, 60));
  return code === 0 ? PASSED : FAILED;
}

async function runPlaywright({ env }) {
  const report = await reportFile('playwright.json');
  const code = await run(
    'yarn',
    ['playwright', 'test', '--reporter=list,json'],
    {
      cwd: root,
      env: {
        ...env,
        CI: 'true',
        PORT: String(await freePort(3100)),
        SHIFT_DOWN_STATE: await temporaryFolder(),
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    },
  );
  return countReport(report, code, text => countPlaywright(JSON.parse(text)));
}

async function runProduction({ node, env }) {
  const code = await run(node, ['scripts/production-run.mjs'], {
    cwd: root,
    env,
  });
  return code === 0 ? PASSED : FAILED;
}

/** The packages with a script `live`, which have no `test` and so are in no other step. */
async function runLive({ env }) {
  let total = NONE;
  for (const name of await packagesWithScript('live')) {
    const report = await reportFile('jest.json');
    const code = await run(
      'yarn',
      ['workspace', name, 'live', '--json', `--outputFile=${report}`],
      { cwd: root, env: { ...env, CI: 'true' }, output: 'ignore' },
    );
    total = add(
      total,
      await countReport(report, code, text => countJest(JSON.parse(text))),
    );
  }
  return total;
}

/** Names of the packages of the portal that have it. */
export async function packagesWithScript(script) {
  const folder = join(root, 'packages');
  const names = [];
  for (const entry of await readdir(folder)) {
    const manifest = JSON.parse(
      await readFile(join(folder, entry, 'package.json'), 'utf8'),
    );
    if (manifest.scripts?.[script]) {
      names.push(manifest.name);
    }
  }
  return names;
}

async function reportFile(name) {
  return join(await temporaryFolder(), name);
}

async function temporaryFolder() {
  const directory = await mkdtemp(join(tmpdir(), 'shift-down-test-'));
  beforeExit(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The steps that `--only` names, by name or group, or all. */
export function selectSteps(names) {
  if (names.length === 0) {
    return STEPS;
  }
  const unknown = names.filter(
    name => !STEPS.some(step => step.name === name || step.group === name),
  );
  if (unknown.length > 0) {
    throw new LauncherError(
      `There is no step ${unknown.join(', ')}. Choose of: ` +
        `${STEPS.map(step => step.name).join(
          ', ',
        )}, or static for the checks of the sources.`,
    );
  }
  return STEPS.filter(
    step => names.includes(step.name) || names.includes(step.group),
  );
}
