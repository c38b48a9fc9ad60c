import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where Kyverno is. */
export interface KyvernoFiles {
  programs: {
    kyverno: string;
    'reports-controller': string;
    'background-controller': string;
  };
  /** Its Go module. */
  sources: string;
}

/** Builds the programs if need be, which takes long, and finds them. */
export async function findKyverno(): Promise<KyvernoFiles> {
  const running = promisify(execFile)(process.execPath, [
    require.resolve('../../tools/kyverno.mjs'),
  ]);
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return JSON.parse(stdout);
}
