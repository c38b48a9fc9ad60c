/** A real bare repository, made and looked at with Git itself. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface BareRepository {
  /** Folder that holds it. */
  folder: string;
  gitdir: string;
  git(...args: string[]): Promise<string>;
  /** Commits a file to a branch, as somebody. */
  commitAs(
    email: string,
    branch: string,
    path: string,
    content: string,
  ): Promise<void>;
  remove(): Promise<void>;
}

export async function createBareRepository(
  name: string,
  files: Record<string, string>,
): Promise<BareRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'shift-down-bare-'));
  const gitdir = join(folder, name);
  const work = join(folder, 'work');
  const inside = async (
    cwd: string,
    args: string[],
    email = 'dana@example.com',
  ) => {
    const { stdout } = await run('git', args, {
      cwd,
      env: {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Somebody',
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: 'Somebody',
        GIT_COMMITTER_EMAIL: email,
      },
    });
    return stdout.trim();
  };
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(work, path)), { recursive: true });
    await writeFile(join(work, path), content);
  };
  await inside(folder, ['init', '-q', '--bare', '-b', 'main', gitdir]);
  await inside(folder, ['init', '-q', '-b', 'main', work]);
  for (const [path, content] of Object.entries(files)) {
    await write(path, content);
  }
  await inside(work, ['add', '.']);
  await inside(work, ['commit', '-qm', 'First']);
  await inside(work, ['push', '-q', gitdir, 'main']);
  return {
    folder,
    gitdir,
    git: (...args) => inside(gitdir, args),
    async commitAs(email, branch, path, content) {
      await inside(work, ['fetch', '-q', gitdir, branch]);
      await inside(work, ['checkout', '-q', '--detach', 'FETCH_HEAD']);
      await write(path, content);
      await inside(work, ['add', '.']);
      await inside(work, ['commit', '-qm', 'By hand'], email);
      await inside(work, ['push', '-q', gitdir, `HEAD:refs/heads/${branch}`]);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
