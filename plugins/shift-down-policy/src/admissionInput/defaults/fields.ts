/** Small words for changing decoded objects. */
import type { JsonObject, JsonValue } from '../../evaluation/kubernetesObject';

/** Sets a field that is nil or zero. */
export function setDefault(
  object: JsonObject,
  field: string,
  value: JsonValue,
): void {
  if (!isSet(object[field])) {
    object[field] = value;
  }
}

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

/** The map in a field; undefined where there is none. */
export function mapIn(
  object: JsonObject | undefined,
  field: string,
): JsonObject | undefined {
  const value = object?.[field];
  return isMap(value) ? value : undefined;
}

/** The map in a field; made where there is none. */
export function ensureMap(object: JsonObject, field: string): JsonObject {
  const found = mapIn(object, field);
  if (found) {
    return found;
  }
  const made: JsonObject = {};
  object[field] = made;
  return made;
}

/** The maps in a list. */
export function mapsIn(
  object: JsonObject | undefined,
  field: string,
): JsonObject[] {
  const value = object?.[field];
  return Array.isArray(value) ? value.filter(isMap) : [];
}

export function isMap(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isEmptyList(value: JsonValue | undefined): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

export function isEmptyMap(value: JsonValue | undefined): boolean {
  return (
    value === undefined || (isMap(value) && Object.keys(value).length === 0)
  );
}
