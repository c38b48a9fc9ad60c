/**
 * Reads JSON into a built-in type as the API server's decoder does: unknown fields are
 * dropped, null is nothing, a value of another type is refused.
 *
 * In the result, a field that is absent is nil or zero; structs that aren't behind a
 * pointer are always there; what was withheld stays as it is.
 */
import type {
  FieldPath,
  JsonObject,
  JsonValue,
} from '../evaluation/kubernetesObject';
import { WITHHELD } from '../evaluation/withheld';
import { fieldsOfType, type TypeNotation } from './apiTypes';
import { canonicalBytes, canonicalTime } from './scalars';
import { formatQuantity, parseQuantity, roundUpToMilli } from './quantity';

export class DecodeError extends Error {
  constructor(readonly field: FieldPath, message: string) {
    super(message);
  }
}

/** Deeper than any built-in type, and safe on any stack. */
const DEEPEST = 200;
const INT32 = 2 ** 31;

export class Decoder {
  /** Fields that the type doesn't have. */
  readonly unknownFields: FieldPath[] = [];

  decodeStruct(typeName: string, value: JsonObject, path: FieldPath) {
    if (path.length > DEEPEST) {
      throw new DecodeError(path, 'is nested too deeply');
    }
    const result: JsonObject = {};
    const known = new Set<string>();
    for (const { name, type, pointer } of fieldsOfType(typeName)) {
      known.add(name);
      const given = Object.hasOwn(value, name) ? value[name] : null;
      if (given !== null) {
        const decoded = this.decode(type, given, [...path, name]);
        if (pointer || !isZero(decoded)) {
          result[name] = decoded;
        }
      } else if (type.startsWith('#') && !pointer) {
        result[name] = this.decodeStruct(type.slice(1), {}, [...path, name]);
      }
    }
    for (const name of Object.keys(value)) {
      if (!known.has(name)) {
        this.unknownFields.push([...path, name]);
      }
    }
    return result;
  }

  private decode(
    type: TypeNotation,
    value: JsonValue,
    path: FieldPath,
  ): JsonValue {
    if (value === WITHHELD || type === 'any') {
      return value;
    }
    switch (type[0]) {
      case '#':
        return this.decodeStruct(type.slice(1), objectAt(value, path), path);
      case '[':
        return arrayAt(value, path).map((item, index) =>
          this.decodeItem(type.slice(1), item, [...path, index]),
        );
      case '{':
        return Object.fromEntries(
          Object.entries(objectAt(value, path)).map(([key, item]) => [
            key,
            this.decodeItem(
              type === '{quantity' ? 'amount' : type.slice(1),
              item,
              [...path, key],
            ),
          ]),
        );
      default:
        return decodeScalar(type, value, path);
    }
  }

  /** Null among items is the zero value. */
  private decodeItem(
    type: TypeNotation,
    value: JsonValue,
    path: FieldPath,
  ): JsonValue {
    if (value !== null) {
      return this.decode(type, value, path);
    }
    return type.startsWith('#')
      ? this.decodeStruct(type.slice(1), {}, path)
      : zeroOf(type);
  }
}

/** What a struct has in a field that was never set. */
export function zeroField(typeName: string, name: string): JsonObject {
  return new Decoder().decodeStruct(typeName, {}, [])[name] as JsonObject;
}

/** What Go writes for a value that was never set. */
export function zeroOf(type: TypeNotation): JsonValue {
  switch (type) {
    case 'string':
    case 'duration':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'uint8':
    case 'float':
    case 'intOrString':
      return 0;
    case 'quantity':
    case 'amount':
      return '0';
    default:
      return null;
  }
}

function isZero(value: JsonValue): boolean {
  return value === '' || value === false || value === 0;
}

function decodeScalar(
  type: TypeNotation,
  value: JsonValue,
  path: FieldPath,
): JsonValue {
  switch (type) {
    case 'string':
    case 'duration':
      return expected(typeof value === 'string', value, path, 'a string');
    case 'bool':
      return expected(typeof value === 'boolean', value, path, 'true or false');
    case 'float':
      return expected(typeof value === 'number', value, path, 'a number');
    case 'int64':
      return expected(Number.isInteger(value), value, path, 'a whole number');
    case 'int32':
    case 'uint8':
      return expected(isInt32(value), value, path, 'a whole number of 32 bits');
    case 'intOrString':
      return expected(
        typeof value === 'string' || isInt32(value),
        value,
        path,
        'a whole number or a string',
      );
    case 'quantity': {
      const quantity = parseQuantity(value);
      return quantity
        ? formatQuantity(quantity)
        : expected(false, value, path, 'a quantity');
    }
    case 'amount': {
      const quantity = parseQuantity(value);
      return quantity
        ? formatQuantity(roundUpToMilli(quantity))
        : expected(false, value, path, 'a quantity');
    }
    case 'time':
    case 'microTime': {
      const time = canonicalTime(value, type === 'microTime' ? 6 : 0);
      return time ?? expected(false, value, path, 'a time as in RFC 3339');
    }
    case 'bytes': {
      const bytes = canonicalBytes(value);
      return bytes ?? expected(false, value, path, 'base64');
    }
    default:
      throw new Error(`No type is called ${type}.`);
  }
}

function isInt32(value: JsonValue): boolean {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= -INT32 &&
    value < INT32
  );
}

function expected(
  holds: boolean,
  value: JsonValue,
  path: FieldPath,
  what: string,
): JsonValue {
  if (!holds) {
    throw new DecodeError(path, `must be ${what}, and is ${inWords(value)}`);
  }
  return value;
}

function objectAt(value: JsonValue, path: FieldPath): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError(path, `must be a map, and is ${inWords(value)}`);
  }
  return value;
}

function arrayAt(value: JsonValue, path: FieldPath): JsonValue[] {
  if (!Array.isArray(value)) {
    throw new DecodeError(path, `must be a list, and is ${inWords(value)}`);
  }
  return value;
}

/** The sort of a value; the value itself might be a secret. */
function inWords(value: JsonValue): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return value === null ? 'null' : 'a map';
  }
}
