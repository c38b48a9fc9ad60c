// The launcher's decisions, without starting anything.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe as describePosture, findProblem } from './checkExamples.mjs';
import { installationChecksum } from './dependencies.mjs';
import { freePort, isFreePort } from './ports.mjs';
import { capture, launch, stop, tail } from './processes.mjs';
import { variablesOf } from './testing/controlPlane.mjs';
import { problemsOf } from './testing/sources.mjs';
import {
  countJest,
  countPlaywright,
  countReport,
  countTap,
  summaryLine,
} from './testing/results.mjs';
import { STEPS, packagesWithScript } from './testing/steps.mjs';
import { isSupportedNode, nodePackageFor, yarnSettings } from './toolchain.mjs';

describe('the toolchain', () => {
  for (const [version, expected] of [
    ['20.20.2', false],
    ['22.18.0', false],
    ['22.19.0', true],
    ['v22.23.2', true],
    ['23.1.0', false],
    ['24.0.0', true],
    ['v24.21.0', true],
    ['25.0.0', false],
  ]) {
    it(`Node ${version} is ${expected ? 'taken' : 'refused'}`, () => {
      assert.equal(isSupportedNode(version), expected);
    });
  }

  for (const platform of ['linux', 'darwin']) {
    for (const arch of ['x64', 'arm64']) {
      it(`brings a Node that is taken to ${platform} on ${arch}`, () => {
        assert.ok(isSupportedNode(nodePackageFor(platform, arch).version));
      });
    }
  }

  it('tells people on other platforms what to install', () => {
    assert.throws(() => nodePackageFor('win32', 'x64'), /Install Node.js 24/);
  });

  it('hands npm’s registry to Yarn, unless Yarn has its own', () => {
    const npm =
      'registry=https://mirror.example/npm/\nproxy=null\ncafile=/ca.pem';
    assert.deepEqual(yarnSettings(npm, {}), {
      YARN_NPM_REGISTRY_SERVER: 'https://mirror.example/npm',
      YARN_HTTPS_CA_FILE_PATH: '/ca.pem',
    });
    assert.equal(
      yarnSettings(npm, { YARN_NPM_REGISTRY_SERVER: 'https://own.example' })
        .YARN_NPM_REGISTRY_SERVER,
      'https://own.example',
    );
  });
});

describe('the checksum of an installation', () => {
  let directory;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'shift-down-checksum-'));
    await mkdir(join(directory, 'plugins', 'one'), { recursive: true });
    await writeFile(join(directory, 'yarn.lock'), 'locked');
    await writeFile(join(directory, 'plugins', 'one', 'package.json'), '{}');
  });
  after(() => rm(directory, { recursive: true }));

  it('stays while nothing changes', async () => {
    assert.equal(
      await installationChecksum(directory, '24'),
      await installationChecksum(directory, '24'),
    );
  });

  it('changes with Node, the lock file and a manifest', async () => {
    const seen = new Set([await installationChecksum(directory, '24')]);
    seen.add(await installationChecksum(directory, '22'));
    await writeFile(join(directory, 'yarn.lock'), 'locked anew');
    seen.add(await installationChecksum(directory, '24'));
    const manifest = join(directory, 'plugins', 'one', 'package.json');
    await writeFile(manifest, '{"dependencies":{}}');
    seen.add(await installationChecksum(directory, '24'));
    assert.equal(seen.size, 4);
  });
});

describe('ports', () => {
  it('takes another port when the preferred one is taken', async () => {
    const server = createServer();
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    assert.equal(await isFreePort(port), false);
    assert.notEqual(await freePort(port), port);
    server.close();
  });
});

/** Empty when no such process runs; one that nobody has buried yet runs no more. */
async function stateOf(pid) {
  const state = await capture('ps', ['-o', 'stat=', '-p', pid]).catch(() => '');
  return state.startsWith('Z') ? '' : state;
}

describe('child processes', () => {
  it('a stopped child takes its own children with it', async () => {
    const child = await launch('sh', ['-c', 'sleep 600 & echo $!; wait'], {
      output: 'pipe',
    });
    const [line] = await child.stdout.setEncoding('utf8').take(1).toArray();
    await stop(child);
    let state;
    for (let attempt = 0; attempt < 50; attempt++) {
      state = await stateOf(line.trim());
      if (state === '') {
        break;
      }
      await sleep(100);
    }
    assert.equal(state, '');
  });
});

describe('npm start -- --check', () => {
  const assessed = { entityRef: 'component:default/a', state: 'assessed' };

  for (const [what, claiming, postures, expected] of [
    ['an empty catalog', [], [], /holds no entity/],
    ['a missing posture', ['component:default/a'], [], /no posture of/],
    [
      'a pending posture',
      ['component:default/a'],
      [{ ...assessed, state: 'pending' }],
      /still pending/,
    ],
    [
      'no evidence',
      ['component:default/a'],
      [{ ...assessed, state: 'no-workloads' }],
      /no entity is assessed/,
    ],
  ]) {
    it(`does not accept ${what}`, () => {
      assert.match(findProblem(claiming, postures), expected);
    });
  }

  it('accepts postures of all that claim', () => {
    assert.equal(findProblem(['component:default/a'], [assessed]), undefined);
  });

  it('prints one line an entity', () => {
    assert.equal(
      describePosture({
        entityRef: 'component:default/payments-api',
        state: 'assessed',
        grade: 'C',
        score: 71,
        failing: 5,
        unknown: 2,
      }),
      'component:default/payments-api  C  score 71  failing 5  unknown 2',
    );
    assert.equal(
      describePosture({
        entityRef: 'system:default/shop',
        state: 'unconfirmed',
      }),
      'system:default/shop  unconfirmed',
    );
  });
});

describe('counting', () => {
  it('counts a suite of Jest that could not run as a failure', () => {
    assert.deepEqual(
      countJest({
        numPassedTests: 7,
        numFailedTests: 1,
        numRuntimeErrorTestSuites: 2,
        numPendingTests: 1,
        numTodoTests: 0,
      }),
      { passed: 7, failed: 3, skipped: 1 },
    );
  });

  it('counts errors outside of tests of Playwright as failures', () => {
    assert.deepEqual(
      countPlaywright({
        stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
        errors: [{}],
      }),
      { passed: 4, failed: 2, skipped: 2 },
    );
  });

  it('reads the summary of TAP', () => {
    assert.deepEqual(
      countTap('# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n'),
      { passed: 5, failed: 2, skipped: 1 },
    );
  });

  describe('a report', () => {
    let directory;
    before(async () => {
      directory = await mkdtemp(join(tmpdir(), 'shift-down-report-'));
    });
    after(() => rm(directory, { recursive: true }));

    for (const [what, text, exitCode, failed] of [
      ['of passed tests', '# pass 2', 0, 0],
      ['without any test', '# pass 0', 0, 1],
      ['of passed tests from a runner that failed', '# pass 2', 1, 1],
      ['of a failed test', '# pass 1\n# fail 1', 1, 1],
    ]) {
      it(`${what} has ${failed} failed`, async () => {
        const file = join(directory, 'report');
        await writeFile(file, text);
        const counts = await countReport(file, exitCode, countTap);
        assert.equal(counts.failed, failed);
      });
    }

    it('that was never written is a failure', async () => {
      const counts = await countReport(join(directory, 'none'), 0, countTap);
      assert.equal(counts.failed, 1);
    });
  });

  it('mentions skipped tests only when there are any', () => {
    assert.equal(
      summaryLine({ passed: 2, failed: 0, skipped: 0 }),
      '2 passed, 0 failed',
    );
    assert.equal(
      summaryLine({ passed: 2, failed: 1, skipped: 3 }),
      '2 passed, 1 failed, 3 skipped',
    );
  });
});

describe('the live tests', () => {
  it('find the programs by the names that envtest gave them', () => {
    assert.deepEqual(variablesOf({ etcd: '/a', 'kube-apiserver': '/b' }), {
      TEST_ASSET_ETCD: '/a',
      TEST_ASSET_KUBE_APISERVER: '/b',
    });
  });

  it('are in no other step, and come when their parts had time to be built', async () => {
    const live = await packagesWithScript('live');
    const unit = await packagesWithScript('test');
    assert.ok(live.includes('control-plane'));
    assert.deepEqual(
      live.filter(name => unit.includes(name)),
      [],
    );
    assert.equal(STEPS.at(-1).name, 'live');
  });

  it('leave to a caller what a process says, and its complaints to a log', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'shift-down-output-'));
    const log = join(directory, 'log');
    const text = await capture('sh', ['-c', 'echo said; echo complained >&2'], {
      log,
    });
    assert.equal(text, 'said');
    assert.equal(await tail(log), 'complained');
    await rm(directory, { recursive: true });
  });
});

describe('a changeset', () => {
  const names = new Set(['@shift-down/a']);

  for (const [what, text, problems] of [
    ['a good one', "---\n'@shift-down/a': patch\n---\n\nFaster.\n", 0],
    ['an unknown package', "---\n'@shift-down/b': patch\n---\n\nFaster.\n", 1],
    ['no known bump', "---\n'@shift-down/a': huge\n---\n\nFaster.\n", 1],
    ['no words', "---\n'@shift-down/a': patch\n---\n\n", 1],
    ['no front matter', 'Faster.', 1],
  ]) {
    it(`${what}: ${problems} problems`, () => {
      assert.equal(problemsOf(text, names).length, problems);
    });
  }
});
