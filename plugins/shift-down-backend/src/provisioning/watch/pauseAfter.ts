const ROUND_MILLISECONDS = 2_000;
/** After a round in which thousands were compared anew; what changes then is news as well. */
const LONGEST_MILLISECONDS = 10_000;

/**
 * How long to wait after a round, in milliseconds.
 * @param took - Milliseconds of the round.
 * @param share - Of all time, so much at the most is to go into rounds; a round that took
 * very long is followed by the next one sooner than that.
 * @internal
 */
export function pauseAfter(took: number, share = 1): number {
  return Math.min(
    Math.max(ROUND_MILLISECONDS, took / share),
    Math.max(LONGEST_MILLISECONDS, took),
  );
}
