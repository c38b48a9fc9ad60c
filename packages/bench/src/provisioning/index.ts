/** Namespaces that the portal makes and watches: many made one after the other, many kept. */
import type { Engine } from '../backend';
import { measureDrift } from './drift';
import { startGuardedCluster } from './guardedCluster';
import { measureLifecycle } from './lifecycle';

const CLUSTERS = 5;

export async function benchProvisioning(options: {
  engines: readonly Engine[];
  connection?: string;
  /** That are made. */
  made: number;
  /** That are watched. */
  watched: number;
}): Promise<void> {
  console.log(
    `\nMaking ${options.made} namespaces over HTTP, one after the other, on a real API server with the guardrails of the examples`,
  );
  const cluster = await startGuardedCluster();
  try {
    const steps = [];
    for (const engine of options.engines) {
      steps.push(
        ...(await measureLifecycle(cluster, {
          ...options,
          engine,
          namespaces: options.made,
        })),
      );
    }
    console.table(steps);
  } finally {
    await cluster.stop();
  }

  console.log(
    `\nDrift of ${options.watched} namespaces in ${CLUSTERS} clusters (aims: 100 ms, 512 MiB without the fleet)`,
  );
  const rows = [];
  const looks = [];
  for (const engine of options.engines) {
    const figures = await measureDrift({
      ...options,
      engine,
      clusters: CLUSTERS,
      namespaces: options.watched,
    });
    rows.push(figures.watched);
    looks.push(...figures.looks);
  }
  console.table(rows);
  console.table(looks);
}
