/**
 * Writes a decoded object as policies see it: Go's omitempty and omitzero decide what
 * vanishes, and what has neither is written as null or zero.
 */
import type { JsonObject, JsonValue } from '../evaluation/kubernetesObject';
import { fieldsOfType, type TypeField, type TypeNotation } from './apiTypes';
import { zeroOf } from './decode';

export function encodeStruct(typeName: string, value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const field of fieldsOfType(typeName)) {
    const encoded = encodeField(field, value[field.name]);
    if (encoded !== undefined) {
      result[field.name] = encoded;
    }
  }
  return result;
}

function encodeField(
  { type, pointer, omitEmpty, omitZero }: TypeField,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (value === undefined) {
    const zero = pointer ? null : zeroOf(type);
    const vanishes = omitEmpty && (pointer || vanishesEmpty(type));
    return vanishes || omitZero ? undefined : zero;
  }
  if (omitEmpty && !pointer && isEmpty(type, value)) {
    return undefined;
  }
  const encoded = encodeValue(type, value);
  return omitZero && !pointer && isEmptyObject(encoded) ? undefined : encoded;
}

function encodeValue(type: TypeNotation, value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return type.startsWith('[')
      ? value.map(item => encodeValue(type.slice(1), item))
      : value;
  }
  if (type.startsWith('#')) {
    return encodeStruct(type.slice(1), value);
  }
  return type.startsWith('{')
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          encodeValue(type.slice(1), item),
        ]),
      )
    : value;
}

/** Structs that aren't behind a pointer are never empty to omitempty. */
function vanishesEmpty(type: TypeNotation): boolean {
  const writesItself = ['quantity', 'time', 'microTime', 'intOrString', 'any'];
  return !type.startsWith('#') && !writesItself.includes(type);
}

function isEmpty(type: TypeNotation, value: JsonValue): boolean {
  return (
    value === '' ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0) ||
    (type.startsWith('{') && isEmptyObject(value))
  );
}

function isEmptyObject(value: JsonValue): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}
