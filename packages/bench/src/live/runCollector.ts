import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { CollectorFigures, CollectorTask } from './collectorProcess';

/** Runs a collector in a process of its own and reads its figures. */
export async function runCollector(
  task: CollectorTask,
): Promise<CollectorFigures> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--expose-gc',
      '-r',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      require.resolve('./collectorProcess.ts'),
      JSON.stringify(task),
    ],
    {
      env: { ...process.env, NODE_ENV: 'test' },
      maxBuffer: 64 * 2 ** 20,
    },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}
