import { isDeepStrictEqual } from 'node:util';

/** What only one of two has, and what they have otherwise, in words. */
export function compareMaps<T>(
  what: string,
  expected: Map<string, T>,
  stored: Map<string, T>,
): string[] {
  const differences: string[] = [];
  for (const [key, wanted] of expected) {
    const found = stored.get(key);
    if (found === undefined) {
      differences.push(`${what} ${key} is lost`);
    } else if (!isDeepStrictEqual(found, wanted)) {
      differences.push(
        `${what} ${key} is ${show(found)} and not ${show(wanted)}`,
      );
    }
  }
  for (const key of stored.keys()) {
    if (!expected.has(key)) {
      differences.push(`${what} ${key} is left over`);
    }
  }
  return differences;
}

export function show(value: unknown): string {
  return JSON.stringify(value instanceof Set ? [...value] : value);
}
