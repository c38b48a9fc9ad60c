import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Paths of the programs. */
export interface Binaries {
  etcd: string;
  'kube-apiserver': string;
  'kube-controller-manager'?: string;
  kubectl?: string;
}

/**
 * Finds or builds the programs. In a process of its own, since the launcher runs the same
 * before anything is installed.
 */
export async function findBinaries(): Promise<Binaries> {
  const running = promisify(execFile)(process.execPath, [
    require.resolve('../tools/binaries.mjs'),
  ]);
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return JSON.parse(stdout);
}
