/** Trees that say which values of a resource are sensitive. */
import type { JsonObject, JsonValue } from '../../evaluation';
import { DEEPEST, type Marked } from './convert';

/** A Secret's data are sensitive whatever the plan says. */
export function withSecretData(marked: Marked): Marked {
  return {
    ...marked,
    sensitive: union(marked.sensitive ?? false, {
      data: true,
      binary_data: true,
    }),
  };
}

/** Sensitive where either tree says so. */
export function union(one: JsonValue, other: JsonValue, depth = 0): JsonValue {
  if (one === true || other === true || depth > DEEPEST) {
    return true;
  }
  if (!isTree(one) || !isTree(other)) {
    return isTree(one) ? one : other;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return Array.from(
      { length: Math.max(one.length, other.length) },
      (_, index) =>
        union(one[index] ?? false, other[index] ?? false, depth + 1),
    );
  }
  const [a, b] = [one as JsonObject, other as JsonObject];
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map(key => [
      key,
      union(a[key] ?? false, b[key] ?? false, depth + 1),
    ]),
  );
}

function isTree(value: JsonValue): value is JsonObject | JsonValue[] {
  return typeof value === 'object' && value !== null;
}

export function marksWhere(
  value: JsonValue,
  isMarked: (leaf: JsonValue) => boolean,
  depth = 0,
): JsonValue {
  if (depth > DEEPEST) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.map(item => marksWhere(item, isMarked, depth + 1));
  }
  if (isTree(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        marksWhere(item, isMarked, depth + 1),
      ]),
    );
  }
  return isMarked(value);
}
