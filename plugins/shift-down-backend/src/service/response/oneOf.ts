/** A stored word as one of those that are known, or else what stands for it. */
export function oneOf<T extends string>(
  known: readonly T[],
  word: string | null | undefined,
  otherwise: T,
): T {
  return known.find(candidate => candidate === word) ?? otherwise;
}
