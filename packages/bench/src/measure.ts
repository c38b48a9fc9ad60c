/** Figures of a run: percentiles, memory and the longest block of the event loop. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

/** Nearest-rank percentiles of samples in milliseconds. */
export function percentiles(samples: number[]): Percentiles {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export interface Watched<T> {
  value: T;
  seconds: number;
  /** Longest block of the event loop in milliseconds, to the monitor's 5 ms. */
  longestBlock: number;
  /** Highest resident memory seen, in MiB, sampled every 100 ms. */
  peakMemory: number;
}

/** Runs something while watching the process that it runs in. */
export async function watch<T>(run: () => Promise<T>): Promise<Watched<T>> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  let peak = process.memoryUsage.rss();
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 100);
  delay.enable();
  const start = performance.now();
  try {
    const value = await run();
    return {
      value,
      seconds: (performance.now() - start) / 1000,
      longestBlock: delay.max / 1e6,
      peakMemory: peak / 2 ** 20,
    };
  } finally {
    delay.disable();
    clearInterval(sampler);
  }
}

/** Milliseconds that each of `times` calls took, one after the other. */
export async function sample(
  times: number,
  call: (round: number) => Promise<unknown>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await call(round);
    samples.push(performance.now() - start);
  }
  return samples;
}

export async function until(
  what: string,
  seconds: number,
  holds: () => Promise<boolean>,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) {
      throw new Error(`Gave up waiting until ${what} after ${seconds} s`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
