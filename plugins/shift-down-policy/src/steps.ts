/**
 * Work that can be left off and taken up again, so that one large object doesn't hold
 * up everything else that the process does.
 */

/** Pauses wherever it yields; its value comes at the end. @public */
export type Steps<T> = Generator<void, T, void>;

/** Items that are worked on between two pauses: well below a millisecond's worth each. @internal */
export const ITEMS_PER_STEP = 100;

/** Does all of it at once. @public */
export function finishSteps<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** Does it with a chance for other work wherever it pauses. @public */
export async function inTurns<T>(
  steps: Steps<T>,
  giveWay: () => Promise<void>,
): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
    await giveWay();
  }
}

/** Calls back for each item, with pauses. @public */
export function* forEachInSteps<T>(
  items: Iterable<T>,
  callback: (item: T, index: number) => void,
): Steps<void> {
  let index = 0;
  for (const item of items) {
    callback(item, index);
    index += 1;
    if (index % ITEMS_PER_STEP === 0) {
      yield;
    }
  }
}
