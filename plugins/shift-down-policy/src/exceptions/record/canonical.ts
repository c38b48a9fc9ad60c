/** JSON in one way only: keys in order, and nothing for what is not set. */

/** @internal */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? 'null';
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, field]) => [key, ordered(field)]),
    );
  }
  return value;
}

/** Puts what has no order of its own into one. @internal */
export function inOrder(values: readonly unknown[]): unknown[] {
  return values
    .map(value => ({ value, text: canonicalJson(value) }))
    .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
    .map(({ value }) => value);
}
