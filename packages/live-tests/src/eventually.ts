/** Waits for what must come, and says in words what did not. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until the answer is no reason any more.
 *
 * @param why - What does not hold yet; empty or `undefined` once all is well.
 * @returns the seconds it took
 */
export async function eventually(
  seconds: number,
  why: () => Promise<string | undefined>,
  pauseMilliseconds = 100,
): Promise<number> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  for (;;) {
    let reason: string | undefined;
    try {
      reason = await why();
    } catch (error) {
      reason = String(error);
    }
    if (!reason) {
      return elapsed();
    }
    if (elapsed() > seconds) {
      throw new Error(`Still after ${seconds} s: ${reason}`);
    }
    await sleep(pauseMilliseconds);
  }
}
