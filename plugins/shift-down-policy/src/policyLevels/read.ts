/** Reads fields of objects that may be anything. */
import type { JsonValue } from '../evaluation';

/** The value of a field; undefined where it, or anything above it, is not there. */
export function at(
  value: JsonValue | undefined,
  ...fields: string[]
): JsonValue | undefined {
  return fields.reduce<JsonValue | undefined>(
    (parent, field) =>
      typeof parent === 'object' &&
      parent !== null &&
      !Array.isArray(parent) &&
      Object.hasOwn(parent, field)
        ? parent[field]
        : undefined,
    value,
  );
}

export function itemsAt(
  value: JsonValue | undefined,
  ...fields: string[]
): JsonValue[] {
  const items = at(value, ...fields);
  return Array.isArray(items) ? items : [];
}
