import { setTimeout } from 'timers/promises';

/** Waits for so many milliseconds, or until the signal aborts. @internal */
export async function pause(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(error => {
    if (!signal.aborted) {
      throw error;
    }
  });
}

/** Somewhere round it, so that what started together doesn't go on together. @internal */
export function jitter(milliseconds: number): number {
  return milliseconds * (0.8 + 0.4 * Math.random());
}
