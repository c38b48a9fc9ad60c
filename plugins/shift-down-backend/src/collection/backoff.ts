/**
 * How long to wait after so many failures in a row: doubling up to a limit, and
 * spread at random so that those that failed together do not return together.
 * @internal
 */
export function backoffMilliseconds(
  failures: number,
  limits: { minimumSeconds: number; maximumSeconds: number },
  random: () => number = Math.random,
): number {
  const seconds = Math.min(
    limits.maximumSeconds,
    limits.minimumSeconds * 2 ** Math.min(failures - 1, 30),
  );
  return seconds * 1000 * (0.5 + random() / 2);
}
