/** Sizes and sums in the words of people. */

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** A size in the unit that suits it, by powers of 1000, as registries count. */
export function formatSize(bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3),
  );
  const value = bytes / 1000 ** power;
  const shown = value.toLocaleString(undefined, {
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  });
  return `${shown} ${UNITS[power]}`;
}

export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The algorithm and the first twelve digits, as people compare digests. */
export function shortDigest(digest: string): string {
  const [algorithm, hex] = digest.split(':');
  return hex ? `${algorithm}:${hex.slice(0, 12)}` : digest;
}
