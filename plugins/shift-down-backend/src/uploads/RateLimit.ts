/** So many uploads of one service in a minute, spread or at once. */
import type { Clock } from '../database/DatabaseClock';
import { TooManyRequestsError } from './errors';

const MINUTE = 60_000;

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/** @internal */
export class RateLimit {
  // Only services that config names come this far, so there are few.
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {}

  /** @throws TooManyRequestsError that says when to come again. */
  take(subject: string): void {
    const now = this.clock.now().getTime();
    const bucket = this.#buckets.get(subject) ?? {
      tokens: this.perMinute,
      filledAt: now,
    };
    const gained = ((now - bucket.filledAt) / MINUTE) * this.perMinute;
    const tokens = Math.min(
      this.perMinute,
      bucket.tokens + Math.max(0, gained),
    );
    if (tokens < 1) {
      const seconds = Math.ceil(((1 - tokens) / this.perMinute) * 60);
      throw new TooManyRequestsError(
        `More than ${this.perMinute} uploads in a minute: come again in ${seconds} seconds`,
        seconds,
      );
    }
    this.#buckets.set(subject, { tokens: tokens - 1, filledAt: now });
  }
}
