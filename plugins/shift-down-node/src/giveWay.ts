/** Shares the event loop between everything that has a lot to do at once. */
import { setImmediate } from 'node:timers/promises';

/** So long may work go on, all of it together, before other work gets its turn. */
const SLICE_MILLISECONDS = 15;

let sliceEnd = 0;
let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * To be awaited between small pieces of work, so that the event loop is never blocked
 * for long. However many do so at once, only one of them goes on in one turn.
 * @public
 */
export async function giveWay(): Promise<void> {
  while (performance.now() >= sliceEnd) {
    const turn = lastTurn.then(() => setImmediate());
    lastTurn = turn;
    await turn;
    if (performance.now() >= sliceEnd) {
      sliceEnd = performance.now() + SLICE_MILLISECONDS;
      return;
    }
  }
}
