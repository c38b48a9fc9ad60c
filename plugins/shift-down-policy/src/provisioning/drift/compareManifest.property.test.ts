import fc from 'fast-check';
import type { JsonValue } from '../../evaluation';
import { APPLIED, asCollected } from '../__testUtils__/managed';
import { compareManifest } from './compareManifest';

const object = fc.constantFrom(...APPLIED);

/** Of a list for each number; what is left over stays where it is. */
function shuffled(json: JsonValue, next: () => number): JsonValue {
  if (Array.isArray(json)) {
    return json
      .map(item => ({ item: shuffled(item, next), at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }
  return typeof json === 'object' && json !== null
    ? Object.fromEntries(
        Object.entries(json).map(([key, item]) => [key, shuffled(item, next)]),
      )
    : json;
}

/** The same amounts in other words. */
const REWRITTEN: Record<string, string> = {
  '8': '8000m',
  '4': '4000m',
  '500m': '0.5',
  '16Gi': '16384Mi',
  '256Mi': '262144Ki',
  '0': '0',
};

function rewritten(json: JsonValue): JsonValue {
  const text = JSON.stringify(json).replace(
    /"(limits\.cpu|limits\.memory|cpu|memory|services\.nodeports)":"([^"]+)"/g,
    (_, name, amount) => `"${name}":"${REWRITTEN[amount] ?? amount}"`,
  );
  return JSON.parse(text);
}

/** Paths to every value that is compared. */
function leavesOf(json: JsonValue, path: string[] = []): string[][] {
  if (typeof json === 'object' && json !== null) {
    return Object.entries(json).flatMap(([key, item]) =>
      leavesOf(item, [...path, key]),
    );
  }
  return [path];
}

function changed(json: JsonValue, path: string[]): JsonValue {
  const copy = structuredClone(json);
  let parent = copy as Record<string, JsonValue>;
  for (const key of path.slice(0, -1)) {
    parent = parent[key] as Record<string, JsonValue>;
  }
  const key = path[path.length - 1];
  parent[key] = other(parent[key]);
  return copy;
}

function other(leaf: JsonValue): JsonValue {
  switch (typeof leaf) {
    case 'boolean':
      return !leaf;
    case 'number':
      return leaf + 1;
    default:
      // An amount stays one.
      return /^\d/.test(`${leaf}`) ? `1${leaf}` : `${leaf}x`;
  }
}

const isCompared = ([first, ...rest]: string[]) =>
  !['apiVersion', 'kind'].includes(first) &&
  (first !== 'metadata' || rest[0] === 'labels');

describe('compareManifest', () => {
  it('sees no difference in what was applied, shuffled and filled in', () => {
    fc.assert(
      fc.property(
        object,
        fc.array(fc.nat(), { minLength: 1 }),
        ({ manifest }, numbers) => {
          let at = 0;
          const next = () => numbers[at++ % numbers.length];
          const { kind } = manifest;
          const rewrite = ['ResourceQuota', 'LimitRange'].includes(kind);
          const observed = asCollected(structuredClone(manifest), 'some');
          const fields = shuffled(observed.fields as JsonValue, next);
          expect(
            compareManifest(manifest, {
              ...observed,
              fields: (rewrite ? rewritten(fields) : fields) as {},
            }),
          ).toEqual([]);
        },
      ),
    );
  });

  it('sees every value that was changed', () => {
    const leaves = APPLIED.flatMap(({ manifest }) =>
      leavesOf(manifest as JsonValue)
        .filter(isCompared)
        .map(path => ({ manifest, path })),
    );
    expect(leaves.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(fc.constantFrom(...leaves), ({ manifest, path }) => {
        const observed = asCollected(
          changed(manifest as JsonValue, path) as typeof manifest,
          'some',
        );
        expect(compareManifest(manifest, observed)).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
