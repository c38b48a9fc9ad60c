/** Milliseconds. @internal */
export const HOUR = 3_600_000;

/** Milliseconds. @internal */
export const DAY = 24 * HOUR;
