/**
 * What can come instead of a value. They are thrown, and are no `Error`s: recording a stack
 * for each would cost more than the evaluation.
 */

/** The expression went wrong, in the words of the API server. */
export class CelError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** The result hangs on something that can't be known here. */
export class Unknown {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Ends the whole evaluation; nothing absorbs it. */
export class CostExceeded {}

/** Keeps count of what an evaluation costs and stops it at its limit. */
export class Meter {
  private remaining: number;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
    this.remaining = limit;
  }

  spend(cost: number): void {
    this.remaining -= cost;
    if (this.remaining < 0) {
      throw new CostExceeded();
    }
  }

  get spent(): number {
    return Math.min(this.limit, this.limit - this.remaining);
  }
}

/** Absorbable by `||`, `&&`, `all` and `exists`. */
export function isFailure(thrown: unknown): thrown is CelError | Unknown {
  return thrown instanceof CelError || thrown instanceof Unknown;
}

/** Of two failures the one that stands: what is unknown could still come out well. */
export function worseOf(
  first: CelError | Unknown,
  second: CelError | Unknown,
): CelError | Unknown {
  return second instanceof Unknown && !(first instanceof Unknown)
    ? second
    : first;
}
