import type { JsonObject, JsonValue } from '../../evaluation';

/** @internal */
export function isFields(json: JsonValue | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** @internal */
export function listOf(json: JsonValue | undefined): JsonValue[] {
  return Array.isArray(json) ? json : [];
}
