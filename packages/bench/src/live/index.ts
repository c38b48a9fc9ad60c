/** Live clusters: initial sync, change to answer, and what idle clusters cost. */
import type { Engine } from '../backend';
import { percentiles } from '../measure';
import { measureChanges } from './changeToAnswer';
import { startLiveCluster, type LiveSize } from './cluster';
import { runCollector } from './runCollector';

const IDLE_CLUSTERS = 10;
const IDLE_SECONDS = 60;
const ROUNDS = 100;

export async function benchLive(options: {
  engines: readonly Engine[];
  connection?: string;
  size: LiveSize;
}): Promise<void> {
  const { size } = options;
  const cluster = await startLiveCluster(size);
  try {
    console.log(
      `\nCollecting ${size.workloads} Pods and as many reports from one API server, alone in a process (aims: 512 MiB, 100 ms)`,
    );
    const rows = [];
    for (const way of ['ours', 'informer'] as const) {
      rows.push(await collectorRow(way, cluster.kubeconfig.path, size));
    }
    console.table(rows);

    console.log(
      '\nThrough the whole back end, and from a change in the cluster to the stored answer (aim: 2 s)',
    );
    const ways = [];
    for (const engine of options.engines) {
      const figures = await measureChanges(cluster, {
        ...options,
        engine,
        rounds: ROUNDS,
      });
      const { p50, p95 } = percentiles(figures.changes);
      const results = size.workloads * size.resultsPerWorkload;
      ways.push({
        Engine: engine,
        'Stored in s': figures.stored.toFixed(1),
        'Objects/s': Math.round((2 * size.workloads) / figures.stored),
        'Results/s': Math.round(results / figures.stored),
        'Assessed in s': figures.assessed.toFixed(1),
        'Peak MiB': Math.round(figures.peakMebibytes),
        'Longest block ms': Math.round(figures.longestBlockMilliseconds),
        'Change p50 ms': Math.round(p50),
        'Change p95 ms': Math.round(p95),
      });
    }
    console.table(ways);
  } finally {
    await cluster.stop();
  }
}

async function collectorRow(
  way: 'ours' | 'informer',
  kubeconfig: string,
  size: LiveSize,
) {
  const objects = 2 * size.workloads;
  const one = await runCollector({
    way,
    kubeconfig,
    clusters: 1,
    objects,
    idleSeconds: IDLE_SECONDS,
  });
  const ten = await runCollector({
    way,
    kubeconfig,
    clusters: IDLE_CLUSTERS,
    objects: objects * IDLE_CLUSTERS,
    idleSeconds: IDLE_SECONDS,
  });
  return {
    Way: way === 'ours' ? 'Shift Down' : 'client-node informer',
    'Sync s': one.syncSeconds.toFixed(1),
    'Objects/s': Math.round(objects / one.syncSeconds),
    'Results/s': Math.round(
      (size.workloads * size.resultsPerWorkload) / one.syncSeconds,
    ),
    'Peak MiB': Math.round(one.peakMebibytes),
    'Settled MiB': Math.round(one.settledMebibytes),
    'Longest block ms': Math.round(one.longestBlockMilliseconds),
    [`CPU of ${IDLE_CLUSTERS} idle, %`]: ten.idleCpuPercent.toFixed(1),
    [`MiB of ${IDLE_CLUSTERS}`]: Math.round(ten.settledMebibytes),
  };
}
