/**
 * Random changes and faults for as long as wanted. At the end the database equals the
 * API server, and neither memory nor file descriptors have grown.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { TestCluster } from '../cluster/TestCluster';
import { Portal } from '../portal/Portal';
import { operations, type Operation } from './operations';
import { perform } from './perform';
import { describeGrowth, measureGrowth, type Sample } from './growth';

export interface SoakOptions {
  minutes: number;
  seed: number;
  /** What is to be seen while it runs. */
  say(line: string): void;
}

const SAMPLE_EVERY_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 60;
const SETTLES_WITHIN_SECONDS = 180;

/** @throws if something is lost or left over, or grows. */
export async function soak({ minutes, seed, say }: SoakOptions): Promise<void> {
  say(`Seed ${seed}, ${minutes} minutes`);
  const cluster = await TestCluster.start();
  let portal: Portal | undefined;
  try {
    portal = await Portal.start({
      engine: 'sqlite',
      clusters: [cluster.entry('main')],
    });
    const started = performance.now();
    const elapsed = () => (performance.now() - started) / 1000;
    const samples: Sample[] = [];
    const counts = new Map<string, number>();
    let sampledAt = -Infinity;
    for (const operation of operations(seed)) {
      if (elapsed() > minutes * 60) {
        break;
      }
      counts.set(operation.type, (counts.get(operation.type) ?? 0) + 1);
      await withPatience(cluster, operation, say);
      if (performance.now() - sampledAt > SAMPLE_EVERY_MILLISECONDS) {
        sampledAt = performance.now();
        samples.push(await sampleOf(portal, elapsed()));
      }
      await sleep(PAUSE_MILLISECONDS);
    }
    say(`Operations: ${JSON.stringify(Object.fromEntries(counts))}`);
    await heal(cluster);
    const seconds = await portal.settles(cluster, SETTLES_WITHIN_SECONDS);
    samples.push(await sampleOf(portal, elapsed()));
    say(
      `Settled after ${seconds.toFixed(1)} s: nothing lost, nothing left over`,
    );
    const growth = measureGrowth(samples);
    say(describeGrowth(samples, growth));
    if (growth.grown.length > 0) {
      throw new Error(`Grows: ${growth.grown.join(', ')} (seed ${seed})`);
    }
  } finally {
    await portal?.stop();
    await cluster.stop();
  }
}

/** Servers that were just hurt may refuse; what must happen is tried again. */
async function withPatience(
  cluster: TestCluster,
  operation: Operation,
  say: (line: string) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await perform(cluster, operation);
      return;
    } catch (error) {
      // What is to be changed may be gone with its namespace, or not be there yet.
      if (isExpected(error) || attempt === 10) {
        if (attempt === 10) {
          say(`Gave up on ${JSON.stringify(operation)}: ${error}`);
        }
        return;
      }
      await sleep(500);
    }
  }
}

function isExpected(error: unknown): boolean {
  const status = (error as { status?: number }).status;
  return status === 404 || status === 409;
}

/** Ends every fault that is under way. */
async function heal(cluster: TestCluster): Promise<void> {
  await cluster.proxy.pass();
  cluster.proxy.cut();
  await cluster.prepare();
}

async function sampleOf(portal: Portal, seconds: number): Promise<Sample> {
  const { replica } = portal;
  const { memory } = await replica.memory();
  return {
    seconds,
    resident: memory.resident / 2 ** 20,
    heap: memory.heap / 2 ** 20,
    external: memory.external / 2 ** 20,
    descriptors: await replica.fileDescriptors(),
  };
}
