// How long a registry wants to be left alone.

const DEFAULT_SECONDS = 60;
const MAXIMUM_SECONDS = 3_600;

/**
 * Seconds that a `Retry-After` asks for: a number, or a date.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 * @internal
 */
export function retryAfterSeconds(
  header: string | undefined,
  now: number,
): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  const text = header.trim();
  const seconds = /^\d{1,9}$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - now) / 1000);
  return Number.isFinite(seconds)
    ? Math.min(Math.max(seconds, 1), MAXIMUM_SECONDS)
    : undefined;
}

/** @internal */
export class Pause {
  #until = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** Nobody asks before that time is over; returns how many seconds that are. */
  begin(header: string | undefined): number {
    const seconds = retryAfterSeconds(header, this.now()) ?? DEFAULT_SECONDS;
    this.#until = Math.max(this.#until, this.now() + seconds * 1000);
    return seconds;
  }

  /** Seconds that are left, or undefined. */
  left(): number | undefined {
    const seconds = Math.ceil((this.#until - this.now()) / 1000);
    return seconds > 0 ? seconds : undefined;
  }
}
