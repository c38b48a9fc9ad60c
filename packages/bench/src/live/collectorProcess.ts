/** One collector in a process of its own: its figures, as JSON on the last line. */
import { setTimeout as sleep } from 'node:timers/promises';
import { until, watch } from '../measure';
import { startInformers, startOurs } from './collectors';

const MEBIBYTE = 2 ** 20;

export interface CollectorTask {
  way: 'ours' | 'informer';
  kubeconfig: string;
  clusters: number;
  /** Pods and reports of all clusters. */
  objects: number;
  /** So long the clusters are idle afterwards. */
  idleSeconds: number;
}

export interface CollectorFigures {
  syncSeconds: number;
  peakMebibytes: number;
  longestBlockMilliseconds: number;
  settledMebibytes: number;
  idleCpuPercent: number;
}

async function main(task: CollectorTask): Promise<CollectorFigures> {
  const start = task.way === 'ours' ? startOurs : startInformers;
  const sync = await watch(async () => {
    const collector = await start(task.kubeconfig, task.clusters);
    await until(
      'everything is known',
      600,
      async () => collector.count() >= task.objects,
    );
    return collector;
  });
  await sleep(2_000);
  global.gc?.();
  const settled = process.memoryUsage.rss();
  const before = process.cpuUsage();
  await sleep(task.idleSeconds * 1_000);
  const { user, system } = process.cpuUsage(before);
  await sync.value.stop();
  return {
    syncSeconds: sync.seconds,
    peakMebibytes: sync.peakMemory,
    longestBlockMilliseconds: sync.longestBlock,
    settledMebibytes: settled / MEBIBYTE,
    idleCpuPercent: (user + system) / 1e4 / task.idleSeconds,
  };
}

main(JSON.parse(process.argv[2])).then(
  figures => {
    process.stdout.write(`\n${JSON.stringify(figures)}\n`, () =>
      process.exit(0),
    );
  },
  error => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);
