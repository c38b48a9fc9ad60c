import * as fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import git from 'isomorphic-git';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createExampleRepositories } from './exampleRepositories';

const SOURCE = resolve(__dirname, '../../../../examples/repositories');

describe('createExampleRepositories', () => {
  let target: string;

  beforeEach(async () => {
    target = await mkdtemp(join(tmpdir(), 'shift-down-examples-'));
  });
  afterEach(() => rm(target, { recursive: true, force: true }));

  it('makes a repository of each, and leaves what is there', async () => {
    await createExampleRepositories(SOURCE, target);
    const gitdir = join(target, 'payments', 'api.git');
    const head = () => git.resolveRef({ fs, gitdir, ref: 'refs/heads/main' });
    const oid = await head();
    const { blob } = await git.readBlob({
      fs,
      gitdir,
      oid,
      filepath: 'Dockerfile',
    });
    expect(Buffer.from(blob).toString()).toContain('golden/debian:12.2.0');

    await git.commit({
      fs,
      gitdir,
      message: 'More',
      tree: (await git.readCommit({ fs, gitdir, oid })).commit.tree,
      ref: 'refs/heads/main',
      author: { name: 'Dana', email: 'dana@example.com' },
    });
    const later = await head();
    expect(later).not.toBe(oid);
    await createExampleRepositories(SOURCE, target);
    expect(await head()).toBe(later);
  });
});
