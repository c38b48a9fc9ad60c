/** The command as it is published: one file, run by plain Node in a process of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Bundle {
  /** Path of the one file. */
  path: string;
  /** Far from every node_modules. */
  folder: string;
  run(
    commandLine: readonly string[],
    options?: { input?: string; cwd?: string },
  ): { code: number | null; out: string; error: string };
}

/** Built before the tests of a file, and removed behind them. */
export function bundle(): Bundle {
  const self: Bundle = {
    path: '',
    folder: '',
    run(commandLine, { input = '', cwd = self.folder } = {}) {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [self.path, ...commandLine],
        { input, cwd, encoding: 'utf8', env: { PATH: process.env.PATH } },
      );
      return { code: status, out: stdout, error: stderr };
    },
  };
  beforeAll(() => {
    self.folder = mkdtempSync(join(tmpdir(), 'shift-down-bundle-'));
    self.path = join(self.folder, 'shift-down.cjs');
    const tool = join(__dirname, '../../tools/bundle.mjs');
    execFileSync(process.execPath, [tool, self.path], { stdio: 'pipe' });
  }, 60_000);
  afterAll(() => {
    rmSync(self.folder, { recursive: true, force: true });
  });
  return self;
}
