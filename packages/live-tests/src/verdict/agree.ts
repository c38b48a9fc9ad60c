/** Tries a statement about the API server and us on many objects. */
import type {
  JsonObject,
  KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import fc from 'fast-check';
import { stringify } from 'yaml';

/** `VERDICT_SEED` runs the same objects again; the seed is in the output of every run. */
export const SEED = Number(process.env.VERDICT_SEED ?? Date.now() % 2 ** 31);

/** `VERDICT_FACTOR` makes runs longer. */
const FACTOR = Number(process.env.VERDICT_FACTOR ?? 1);

/** For each test. */
export const TIME_LIMIT_MS = 120_000 * Math.max(1, FACTOR);

/**
 * Fails with the smallest object for which `disagreements` are found, as YAML.
 * @param runs - How many objects to try.
 * @returns how many were tried
 */
export async function agree(
  objects: fc.Arbitrary<JsonObject>,
  runs: number,
  disagreements: (object: KubernetesObject) => Promise<string[]>,
): Promise<number> {
  const result = await fc.check(
    fc.asyncProperty(objects, async object => {
      const found = await disagreements(object as KubernetesObject);
      if (found.length > 0) {
        throw new Error(found.join('\n'));
      }
    }),
    { seed: SEED, numRuns: Math.ceil(runs * FACTOR) },
  );
  if (result.failed) {
    const [object] = result.counterexample ?? [];
    const { errorInstance, seed, counterexamplePath } = result;
    throw new Error(
      `They disagree (VERDICT_SEED=${seed}, path ${counterexamplePath}):\n` +
        `${(errorInstance as Error)?.message}\n\n${stringify(object)}`,
    );
  }
  return result.numRuns;
}
