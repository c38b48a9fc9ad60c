// Where the programs are taken from, without building any.
import assert from 'node:assert/strict';
import {
  access,
  chmod,
  mkdtemp,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { NoGoError, findGo } from './go.mjs';
import { withLock } from './lock.mjs';
import { findBinaries } from './lookup.mjs';
import { MODULES, buildKey, linkerFlags } from './modules.mjs';

let folder;

async function program(name) {
  const path = join(folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
  return path;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'control-plane-tools-'));
  await program('etcd');
  await program('kube-apiserver');
});
after(() => rm(folder, { recursive: true }));

describe('the lookup', () => {
  const noBuild = () => assert.fail('nothing is to be built');

  it('is content with the folder that envtest knows, which has no controller manager', async () => {
    assert.deepEqual(
      await findBinaries({ KUBEBUILDER_ASSETS: folder }, noBuild),
      {
        etcd: join(folder, 'etcd'),
        'kube-apiserver': join(folder, 'kube-apiserver'),
      },
    );
  });

  it('prefers a program that is named by itself', async () => {
    const own = await program('my-etcd');
    const env = { KUBEBUILDER_ASSETS: folder, TEST_ASSET_ETCD: own };
    assert.equal((await findBinaries(env, noBuild)).etcd, own);
  });

  it('builds what nobody names', async () => {
    const env = { TEST_ASSET_ETCD: join(folder, 'etcd') };
    assert.deepEqual(await findBinaries(env, async () => '/built'), {
      etcd: join(folder, 'etcd'),
      'kube-apiserver': '/built/kube-apiserver',
      'kube-controller-manager': '/built/kube-controller-manager',
      kubectl: '/built/kubectl',
    });
  });

  for (const [variable, value] of [
    ['KUBEBUILDER_ASSETS', '/nowhere'],
    ['TEST_ASSET_ETCD', '/nowhere/etcd'],
  ]) {
    it(`refuses ${variable} that names nothing`, async () => {
      await assert.rejects(
        findBinaries({ [variable]: value }, noBuild),
        new RegExp(`${variable} is set, but /nowhere/etcd`),
      );
    });
  }
});

describe('Go', () => {
  it('is looked for on the PATH, then in the usual folder', async () => {
    const go = await program('go');
    assert.equal(await findGo({ PATH: `/nowhere:${folder}` }), go);
    assert.equal(await findGo({ PATH: '/nowhere' }, folder), go);
  });

  it('that is nowhere is missed with a hint', async () => {
    await assert.rejects(
      findGo({ PATH: '/nowhere' }, '/nowhere'),
      error => error instanceof NoGoError && /KUBEBUILDER_ASSETS/.test(error),
    );
  });
});

describe('a build', () => {
  it('is named by the version of Go, and the same as long as that is', async () => {
    assert.equal(await buildKey('go1'), await buildKey('go1'));
    assert.notEqual(await buildKey('go1'), await buildKey('go2'));
  });

  it('tells the API server its version', async () => {
    const kubernetes = MODULES.find(module => module.folder === 'kubernetes');
    assert.match(
      await linkerFlags(kubernetes),
      /\.gitVersion=v1\.\d+\.\d+ .*\.gitMajor=1 .*\.gitMinor=\d+$/,
    );
  });
});

describe('the lock', () => {
  it('lets one work at a time', async () => {
    const file = join(folder, 'one.lock');
    const steps = [];
    const work = name =>
      withLock(file, async () => {
        steps.push(`${name} begins`);
        await sleep(50);
        steps.push(`${name} ends`);
      });
    await Promise.all([work('a'), work('b')]);
    // Who comes first is the file system's to say.
    const [first, second] = steps[0] === 'a begins' ? ['a', 'b'] : ['b', 'a'];
    assert.deepEqual(steps, [
      `${first} begins`,
      `${first} ends`,
      `${second} begins`,
      `${second} ends`,
    ]);
    await assert.rejects(access(file));
  });

  it('is taken from a holder that was killed', async () => {
    const file = join(folder, 'two.lock');
    await writeFile(file, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(file, longAgo, longAgo);
    assert.equal(await withLock(file, async () => 'done'), 'done');
  });
});
