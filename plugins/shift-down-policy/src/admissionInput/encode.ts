/**
 * Writes a decoded object as policies see it: Go's omitempty and omitzero decide what
 * vanishes, and what has neither is written as null or zero.
 */
import type { JsonObject, JsonValue } from '../evaluation/kubernetesObject';
import { structOf, type ApiType, type TypeField } from './apiTypes';
import { zeroOf } from './decode';

export function encodeStruct(typeName: string, value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const field of structOf(typeName).fields) {
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

function encodeValue(type: ApiType, value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || holdsScalars(type)) {
    return value;
  }
  if (Array.isArray(value)) {
    return type.sort === 'list'
      ? value.map(item => encodeValue(type.item, item))
      : value;
  }
  if (type.sort === 'struct') {
    return encodeStruct(type.name, value);
  }
  return type.sort === 'map'
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          encodeValue(type.item, item),
        ]),
      )
    : value;
}

/** Those are written as they were read. */
function holdsScalars(type: ApiType): boolean {
  return 'item' in type && type.item.sort === 'scalar';
}

const WRITES_ITSELF = new Set([
  'quantity',
  'time',
  'microTime',
  'intOrString',
  'any',
]);

/** Structs that aren't behind a pointer are never empty to omitempty. */
function vanishesEmpty(type: ApiType): boolean {
  return (
    type.sort !== 'struct' &&
    !(type.sort === 'scalar' && WRITES_ITSELF.has(type.name))
  );
}

function isEmpty(type: ApiType, value: JsonValue): boolean {
  return (
    value === '' ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0) ||
    (type.sort === 'map' && isEmptyObject(value))
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
