/** The real kubectl, with a kubeconfig of its own for each call. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubectlOptions, KubectlResult } from '../types';

const TIME_LIMIT_MS = 60_000;

/** @throws Error if it can't be started; refusals of the API server are exit codes. */
export async function runKubectl(
  { binary, directory }: { binary: string; directory: string },
  kubeconfig: string,
  args: readonly string[],
  { input }: Pick<KubectlOptions, 'input'>,
): Promise<KubectlResult> {
  const home = await mkdtemp(join(directory, 'kubectl-'));
  try {
    const path = join(home, 'kubeconfig');
    await writeFile(path, kubeconfig, { mode: 0o600 });
    return await new Promise((resolve, reject) => {
      const child = spawn(binary, args, {
        env: { HOME: home, KUBECONFIG: path },
        timeout: TIME_LIMIT_MS,
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', text => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', text => {
        stderr += text;
      });
      // It may have failed before it read any of it.
      child.stdin.on('error', () => {});
      child.stdin.end(input ?? '');
      child.on('error', reject);
      child.on('close', code => resolve({ code: code ?? -1, stdout, stderr }));
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
