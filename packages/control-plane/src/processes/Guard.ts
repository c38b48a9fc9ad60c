/**
 * Makes sure that nothing outlives us, not even when we are killed with SIGKILL: a shell
 * that reads from a pipe to us. When the pipe closes, for whatever reason, it kills every
 * process that is noted in the directory and removes the directory.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = `
trap '' INT TERM HUP
cat >/dev/null
for note in "$1"/pids/*; do
  [ -f "$note" ] && kill -KILL "$(cat "$note")" 2>/dev/null
done
rm -rf "$1" 2>/dev/null || { sleep 1; rm -rf "$1"; }
`;

export class Guard {
  readonly #notes: string;
  readonly #shell: ChildProcess;
  readonly #ended: Promise<void>;

  /** Everything in the directory goes with us. */
  constructor(directory: string) {
    this.#notes = join(directory, 'pids');
    mkdirSync(this.#notes, { recursive: true });
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT, 'control-plane', directory], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // Out of our process group, which Ctrl+C or a test runner may signal as a whole.
      detached: true,
    });
    this.#ended = new Promise(resolve => {
      this.#shell.once('close', () => resolve());
      this.#shell.once('error', () => resolve());
    });
    this.#shell.unref();
  }

  /** Must follow the start at once. */
  note(name: string, pid: number): void {
    writeFileSync(join(this.#notes, name), String(pid));
  }

  forget(name: string): void {
    rmSync(join(this.#notes, name), { force: true });
  }

  /** Kills all that is noted, and removes the directory. */
  async end(): Promise<void> {
    this.#shell.ref();
    this.#shell.stdin?.end();
    await this.#ended;
  }
}
