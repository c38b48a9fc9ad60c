import { setImmediate } from 'timers/promises';

/** So long may work go on before other work gets its turn. */
const SLICE_MILLISECONDS = 20;

/**
 * Makes a function to be awaited between small pieces of work, which lets others have
 * the event loop whenever the work has gone on for long enough.
 * @internal
 */
export function createTurns(): () => Promise<void> {
  let sliceEnd = performance.now() + SLICE_MILLISECONDS;
  return async () => {
    if (performance.now() > sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + SLICE_MILLISECONDS;
    }
  };
}
