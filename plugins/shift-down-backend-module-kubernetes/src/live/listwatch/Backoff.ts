import type { LiveTiming } from '../timing';

/** Longer and longer pauses, each of random length up to its bound. @internal */
export class Backoff {
  #failures = 0;

  constructor(private readonly bounds: LiveTiming['backoff']) {}

  get failures(): number {
    return this.#failures;
  }

  /** The next pause in milliseconds. */
  next(): number {
    const { minimum, maximum } = this.bounds;
    const bound = Math.min(minimum * 2 ** this.#failures, maximum);
    this.#failures += 1;
    return bound * (0.5 + 0.5 * Math.random());
  }

  reset(): void {
    this.#failures = 0;
  }
}
