import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** As `ps` has it: T is stopped, Z ended but not buried by its parent; empty is gone. */
export async function stateOf(pid: number): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('ps', [
      ...['-o', 'stat='],
      ...['-p', String(pid)],
    ]);
    return stdout.trim();
  } catch {
    return '';
  }
}

/** Nobody may ever bury what outlived its parent. */
export async function isRunning(pid: number): Promise<boolean> {
  const state = await stateOf(pid);
  return state !== '' && !state.startsWith('Z');
}
