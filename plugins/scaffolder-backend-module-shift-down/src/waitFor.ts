/** Waiting for what others still have to do. */
import { setTimeout as sleep } from 'node:timers/promises';

interface WaitOptions {
  waitSeconds: number;
  signal: AbortSignal | undefined;
}

const PAUSE = 1_000;

/**
 * Looks again and again until there is something, at least once.
 * @returns What it found, or `undefined` once the time is up.
 * @throws Whatever looking throws, and an AbortError when the task is cancelled.
 */
export async function waitFor<T>(
  look: () => Promise<T | undefined>,
  { waitSeconds, signal }: WaitOptions,
): Promise<T | undefined> {
  const end = Date.now() + waitSeconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    const found = await look();
    const left = end - Date.now();
    if (found !== undefined || left <= 0) {
      return found;
    }
    await sleep(Math.min(PAUSE, left), undefined, { signal });
  }
}
