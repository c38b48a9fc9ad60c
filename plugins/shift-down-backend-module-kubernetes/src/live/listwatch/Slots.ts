/** So many lists at once, those of lower priority numbers first. @internal */
export class Slots {
  readonly #waiting: { priority: number; start: () => void }[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** Runs it when it is its turn; not at all if the signal aborts before. */
  async run(
    priority: number,
    signal: AbortSignal,
    task: () => Promise<void>,
  ): Promise<void> {
    await this.#take(priority, signal);
    try {
      signal.throwIfAborted();
      await task();
    } finally {
      this.#free += 1;
      this.#startNext();
    }
  }

  #take(priority: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const started = new AbortController();
      const waiter = {
        priority,
        start: () => {
          started.abort();
          this.#free -= 1;
          resolve();
        },
      };
      this.#waiting.push(waiter);
      // Aborted ones take a slot for the moment it takes to give it back.
      signal.addEventListener(
        'abort',
        () => {
          this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
          waiter.start();
        },
        { once: true, signal: started.signal },
      );
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#free > 0) {
      const [first] = this.#waiting.toSorted((a, b) => a.priority - b.priority);
      if (first) {
        this.#waiting.splice(this.#waiting.indexOf(first), 1);
        first.start();
      }
    }
  }
}
