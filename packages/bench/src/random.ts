import { xoroshiro128plus, unsafeUniformIntDistribution } from 'pure-rand';

/** Seeded chance, so that two runs of a benchmark see the same fleet. */
export interface Random {
  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number;
  /** One of the choices. */
  pick<T>(choices: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const below = (limit: number) =>
    unsafeUniformIntDistribution(0, limit - 1, generator);
  return {
    below,
    pick: choices => choices[below(choices.length)],
  };
}
