/**
 * Values of CEL in JavaScript. JSON is used as it is and converted where it is read, so that
 * an object needs no preparation: a `number` is always one of JSON, the CEL types int, uint
 * and double are `bigint`, {@link Uint} and {@link Double}.
 */
import { WITHHELD } from '../evaluation/withheld';
import { CelError, Unknown } from './failures';
import { LazyValue, UnknownValue } from './types';

export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export class Timestamp {
  /** Since 1970, in nanoseconds. */
  readonly nanoseconds: bigint;
  /** East of Greenwich, in minutes; it only shows when the time is written. */
  readonly offset: number;

  constructor(nanoseconds: bigint, offset = 0) {
    this.nanoseconds = nanoseconds;
    this.offset = offset;
  }
}

export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

export class Optional {
  static readonly none = new Optional(undefined);
  readonly value: CelValue | undefined;

  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A value of a Kubernetes library: quantity, URL, IP address… */
export abstract class LibraryValue {
  abstract readonly typeName: string;
  abstract equals(other: LibraryValue): boolean;
}

/** Items may be JSON that was not read yet; {@link readValue} reads one. */
export type CelList = readonly unknown[];

/** A map that an expression made; JSON objects are the other sort of map. */
export type CelMap = Map<string | bigint | boolean, unknown>;

export type JsonMap = { readonly [key: string]: unknown };

export type CelValue =
  | null
  | boolean
  | string
  | bigint
  | Uint
  | Double
  | Uint8Array
  | Timestamp
  | Duration
  | Optional
  | TypeValue
  | LibraryValue
  | CelList
  | CelMap
  | JsonMap;

export const MIN_INT = -(2n ** 63n);
export const MAX_INT = 2n ** 63n - 1n;
export const MAX_UINT = 2n ** 64n - 1n;

/** Checks that it fits in 64 bits. */
export const intOf = (value: bigint): bigint => {
  if (value > MAX_INT || value < MIN_INT) {
    throw new CelError('integer overflow');
  }
  return value;
};

/** {@inheritDoc intOf} */
export const uintOf = (value: bigint): Uint => {
  if (value > MAX_UINT || value < 0n) {
    throw new CelError('unsigned integer overflow');
  }
  return new Uint(value);
};

function valueOf({ outcome }: LazyValue): CelValue {
  switch (outcome.type) {
    case 'value':
      return readValue(outcome.value, 'the variable');
    case 'error':
      throw new CelError(outcome.message);
    default:
      throw new Unknown(outcome.reason);
  }
}

const { isInteger } = Number;
const { isArray } = Array;
const { hasOwn, getPrototypeOf } = Object;
const MAX_WHOLE = 2 ** 63;

function readNumber(number: number): CelValue {
  // Whole numbers beyond 64 bits are doubles on the API server, too.
  return isInteger(number) && number < MAX_WHOLE && number >= -MAX_WHOLE
    ? BigInt(number)
    : new Double(number);
}

/**
 * Makes a value of what stands in a variable, list or map.
 * @param place - names it where it turns out to be unknown
 */
export function readValue(raw: unknown, place: string): CelValue {
  switch (typeof raw) {
    case 'string':
      if (raw === WITHHELD) {
        throw new Unknown(`${place} is not kept here`);
      }
      return raw;
    case 'number':
      return readNumber(raw);
    case 'object':
      if (raw instanceof UnknownValue) {
        throw new Unknown(raw.reason);
      }
      return raw instanceof LazyValue ? valueOf(raw) : (raw as CelValue);
    case 'undefined':
      return null;
    default:
      return raw as CelValue;
  }
}

export const isList = (value: unknown): value is CelList => isArray(value);

/** Of JSON objects and of maps made by expressions, but of no other value. */
export function isMap(value: CelValue): value is CelMap | JsonMap {
  return typeName(value) === 'map';
}

const JSON_MAP = Object.prototype;
const NAMES_BY_CLASS = new Map<unknown, string>([
  [Array, 'list'],
  [Object, 'map'],
  [Map, 'map'],
  [undefined, 'map'],
  [Double, 'double'],
  [Uint, 'uint'],
  [Uint8Array, 'bytes'],
  [Timestamp, 'google.protobuf.Timestamp'],
  [Duration, 'google.protobuf.Duration'],
  [Optional, 'optional_type'],
  [TypeValue, 'type'],
]);

/** The name of a value's type, as `type()` and error messages have it. */
export function typeName(value: CelValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    default: {
      if (value === null) {
        return 'null_type';
      }
      if (isArray(value)) {
        return 'list';
      }
      const prototype = getPrototypeOf(value) as {
        constructor?: unknown;
      } | null;
      if (prototype === JSON_MAP) {
        return 'map';
      }
      if (value instanceof LibraryValue) {
        return value.typeName;
      }
      return NAMES_BY_CLASS.get(prototype?.constructor) ?? 'map';
    }
  }
}

/** Whether more is in the map than is kept here. */
export function isIncomplete(map: CelMap | JsonMap): boolean {
  return !(map instanceof Map) && hasOwn(map, WITHHELD);
}

/** What stands under a key, not read yet; `undefined` where there is no such key. */
export function lookUp(map: CelMap | JsonMap, key: CelValue): unknown {
  if (map instanceof Map) {
    const normal = mapKey(key);
    return normal === undefined ? undefined : map.get(normal);
  }
  return typeof key === 'string' && key !== WITHHELD && hasOwn(map, key)
    ? map[key]
    : undefined;
}

/** Keys that are kept, in their order. */
export function keysOf(map: CelMap | JsonMap): (string | bigint | boolean)[] {
  if (map instanceof Map) {
    return [...map.keys()];
  }
  return Object.keys(map).filter(
    key => key !== WITHHELD && map[key] !== undefined,
  );
}

/** The form in which equal keys of a map are the same; `undefined` for what is no key. */
export function mapKey(key: CelValue): string | bigint | boolean | undefined {
  switch (typeof key) {
    case 'string':
    case 'bigint':
    case 'boolean':
      return key;
    default:
      if (key instanceof Uint) {
        return key.value;
      }
      if (key instanceof Double && isInteger(key.value)) {
        return BigInt(key.value);
      }
      return undefined;
  }
}

/** All items of a list, read; unknown where one of them is. */
export function itemsOf(list: CelList): CelValue[] {
  return list.map(item => readValue(item, 'an item of the list'));
}
