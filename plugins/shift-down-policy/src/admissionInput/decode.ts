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
import { structOf, type ApiType } from './apiTypes';
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
  /** Where the value stands that is being read. */
  private readonly path: (string | number)[] = [];

  decodeStruct(typeName: string, value: JsonObject): JsonObject {
    if (this.path.length > DEEPEST) {
      throw new DecodeError([...this.path], 'is nested too deeply');
    }
    const { byName, always } = structOf(typeName);
    const result: JsonObject = {};
    for (const name of Object.keys(value)) {
      const field = byName.get(name);
      const given = value[name];
      if (!field) {
        this.unknownFields.push([...this.path, name]);
      } else if (given !== null) {
        const decoded = this.decodeAt(name, field.type, given);
        if (field.pointer || !isZero(decoded)) {
          result[name] = decoded;
        }
      }
    }
    for (const { name, type } of always) {
      if (result[name] === undefined) {
        result[name] = this.decodeAt(name, type, {});
      }
    }
    return result;
  }

  private decodeAt(
    step: string | number,
    type: ApiType,
    value: JsonValue,
  ): JsonValue {
    this.path.push(step);
    const decoded = this.decode(type, value);
    this.path.pop();
    return decoded;
  }

  private decode(type: ApiType, value: JsonValue): JsonValue {
    if (value === WITHHELD) {
      return value;
    }
    switch (type.sort) {
      case 'struct':
        return this.decodeStruct(type.name, objectAt(value, this.path));
      case 'list':
        return arrayAt(value, this.path).map((item, index) =>
          this.decodeItem(index, type.item, item),
        );
      case 'map':
        return Object.fromEntries(
          Object.entries(objectAt(value, this.path)).map(([key, item]) => [
            key,
            this.decodeItem(key, type.item, item),
          ]),
        );
      default:
        return decodeScalar(type.name, value, this.path);
    }
  }

  /** Null among items is the zero value. */
  private decodeItem(
    step: string | number,
    type: ApiType,
    value: JsonValue,
  ): JsonValue {
    if (value !== null) {
      return this.decodeAt(step, type, value);
    }
    return type.sort === 'struct'
      ? this.decodeAt(step, type, {})
      : zeroOf(type);
  }
}

/** What a struct has in a field that was never set. */
export function zeroField(typeName: string, name: string): JsonObject {
  return new Decoder().decodeStruct(typeName, {})[name] as JsonObject;
}

/** What Go writes for a value that was never set. */
export function zeroOf(type: ApiType): JsonValue {
  switch (type.sort === 'scalar' ? type.name : undefined) {
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
  type: string,
  value: JsonValue,
  path: FieldPath,
): JsonValue {
  switch (type) {
    case 'any':
      return value;
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
    throw new DecodeError(
      [...path],
      `must be ${what}, and is ${inWords(value)}`,
    );
  }
  return value;
}

function objectAt(value: JsonValue, path: FieldPath): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DecodeError([...path], `must be a map, and is ${inWords(value)}`);
  }
  return value;
}

function arrayAt(value: JsonValue, path: FieldPath): JsonValue[] {
  if (!Array.isArray(value)) {
    throw new DecodeError(
      [...path],
      `must be a list, and is ${inWords(value)}`,
    );
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
