/**
 * A bare Git repository for each of the example services, so that pull requests have
 * somewhere to go without a network. What is there already is left as it is.
 */
import * as fs from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import git from 'isomorphic-git';
import { dirname, join, relative } from 'node:path';

const AUTHOR = {
  name: 'Example',
  email: 'example@shift-down.example',
  // Always the same, so that every portal begins with the same commits.
  timestamp: 1_790_000_000,
  timezoneOffset: 0,
};

/** @param source - folder with one folder for each team, and one in it for each repository */
export async function createExampleRepositories(
  source: string,
  target: string,
): Promise<void> {
  for (const team of await folders(source)) {
    for (const name of await folders(join(source, team))) {
      const gitdir = join(target, team, `${name}.git`);
      if (!(await exists(gitdir))) {
        await createRepository(join(source, team, name), gitdir);
      }
    }
  }
}

/** Made beside its place and moved there, so that none is ever there by half. */
async function createRepository(source: string, gitdir: string): Promise<void> {
  const unfinished = `${gitdir}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(gitdir), { recursive: true });
  const at = { fs, gitdir: unfinished };
  await git.init({ ...at, bare: true, defaultBranch: 'main' });
  const commit = await git.writeCommit({
    ...at,
    commit: {
      message: 'Begin\n',
      tree: await writeTree(at, source),
      parent: [],
      author: AUTHOR,
      committer: AUTHOR,
    },
  });
  await git.writeRef({ ...at, ref: 'refs/heads/main', value: commit });
  await rename(unfinished, gitdir);
}

async function writeTree(
  at: { fs: typeof fs; gitdir: string },
  folder: string,
): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const tree = await Promise.all(
    entries.map(async entry => {
      const path = join(folder, entry.name);
      return entry.isDirectory()
        ? {
            path: relative(folder, path),
            mode: '040000',
            type: 'tree' as const,
            oid: await writeTree(at, path),
          }
        : {
            path: relative(folder, path),
            mode: '100644',
            type: 'blob' as const,
            oid: await git.writeBlob({ ...at, blob: await readFile(path) }),
          };
    }),
  );
  return await git.writeTree({ ...at, tree });
}

async function folders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter(it => it.isDirectory()).map(it => it.name);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
