/**
 * Collects what a manifest holds in places where secrets are put. The values stay in
 * memory, where reports that repeat one are masked (see `KnownValues`).
 */

const MAX_DEPTH = 64;
const LISTS = new Set(['args', 'command', 'env', 'httpHeaders']);

/** @internal */
export function secretValuesIn(manifest: unknown): string[] {
  const values: string[] = [];
  walk(manifest, values, MAX_DEPTH);
  return values;
}

function walk(node: unknown, values: string[], depth: number): void {
  if (node === null || typeof node !== 'object' || depth === 0) {
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    if (key === 'annotations') {
      collectAnnotations(value, values, depth - 1);
    } else if (LISTS.has(key) && Array.isArray(value)) {
      value.forEach(item => collectItem(item, values));
    } else {
      walk(value, values, depth - 1);
    }
  }
}

/** Strings of arguments and commands; the values of variables and headers. */
function collectItem(item: unknown, values: string[]): void {
  if (item !== null && typeof item === 'object') {
    if ('value' in item && typeof item.value === 'string') {
      values.push(item.value);
    }
  } else if (typeof item === 'string') {
    values.push(item);
    const equals = item.indexOf('=');
    if (equals >= 0) {
      values.push(item.slice(equals + 1));
    }
  }
}

function collectAnnotations(
  annotations: unknown,
  values: string[],
  depth: number,
): void {
  if (annotations === null || typeof annotations !== 'object') {
    return;
  }
  for (const value of Object.values(annotations)) {
    if (typeof value === 'string') {
      values.push(value);
      // What kubectl applied last is a manifest of its own.
      if (value.startsWith('{')) {
        try {
          walk(JSON.parse(value), values, depth);
        } catch {
          // Not JSON after all; the value as a whole is known.
        }
      }
    }
  }
}
