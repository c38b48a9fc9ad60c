/** What failed is tried again, each time after longer; only in memory, and told once. */

const FIRST_MILLISECONDS = 5_000;
const LONGEST_MILLISECONDS = 300_000;

/** @internal */
export class Retries {
  readonly #longest: number;
  readonly #failed = new Map<string, { times: number; at: number }>();

  constructor(longestMilliseconds = LONGEST_MILLISECONDS) {
    this.#longest = longestMilliseconds;
  }

  isDue(key: string, now: Date): boolean {
    return (this.#failed.get(key)?.at ?? 0) <= now.getTime();
  }

  /** @returns whether it is the first time in a row. */
  failed(key: string, now: Date): boolean {
    const times = (this.#failed.get(key)?.times ?? 0) + 1;
    const after = Math.min(
      FIRST_MILLISECONDS * 2 ** (times - 1),
      this.#longest,
    );
    this.#failed.set(key, { times, at: now.getTime() + after });
    return times === 1;
  }

  succeeded(key: string): void {
    this.#failed.delete(key);
  }
}
