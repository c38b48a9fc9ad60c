/** Equality and order of CEL values: numbers compare across int, uint and double. */
import { CelError, Unknown, type Meter } from './failures';
import {
  Double,
  Duration,
  isIncomplete,
  isList,
  keysOf,
  LibraryValue,
  lookUp,
  Optional,
  readValue,
  Timestamp,
  typeName,
  TypeValue,
  Uint,
  type CelList,
  type CelMap,
  type CelValue,
  type JsonMap,
} from './values';

type Equality = boolean | Unknown;

/** What is within lists and maps counts as well, unlike on the server. */
const ITEM_COST = 0.3;
const CHARACTER_COST = 0.001;

function numberOf(value: CelValue): bigint | number | undefined {
  if (typeof value === 'bigint') {
    return value;
  }
  return value instanceof Double || value instanceof Uint
    ? value.value
    : undefined;
}

/** `NaN` where one is not a number. Ints are compared with doubles as doubles. */
function orderOf(left: bigint | number, right: bigint | number): number {
  if (typeof left !== typeof right) {
    return orderOf(Number(left), Number(right));
  }
  if (left === right) {
    return 0;
  }
  if (left < right) {
    return -1;
  }
  return left > right ? 1 : NaN;
}

function compareRaw(left: unknown, right: unknown, meter: Meter): Equality {
  if (typeof left === 'number' && typeof right === 'number') {
    return left === right;
  }
  try {
    return equality(
      readValue(left, 'a value that is compared'),
      readValue(right, 'a value that is compared'),
      meter,
    );
  } catch (failure) {
    if (failure instanceof Unknown) {
      return failure;
    }
    throw failure;
  }
}

/** False as soon as anything differs for certain, else unknown if anything is. */
function allEqual(
  count: number,
  equalAt: (index: number) => Equality,
): Equality {
  let doubt: Unknown | undefined;
  for (let index = 0; index < count; index++) {
    const equal = equalAt(index);
    if (equal === false) {
      return false;
    }
    if (equal instanceof Unknown) {
      doubt ??= equal;
    }
  }
  return doubt ?? true;
}

function listEquality(left: CelList, right: CelList, meter: Meter): Equality {
  if (left.length !== right.length) {
    return false;
  }
  meter.spend(left.length * ITEM_COST);
  return allEqual(left.length, index =>
    compareRaw(left[index], right[index], meter),
  );
}

function mapEquality(
  left: CelMap | JsonMap,
  right: CelMap | JsonMap,
  meter: Meter,
): Equality {
  const keys = keysOf(left);
  meter.spend(keys.length * ITEM_COST);
  const others = keysOf(right);
  const leftOpen = isIncomplete(left);
  const rightOpen = isIncomplete(right);
  if (
    (!leftOpen && !rightOpen && keys.length !== others.length) ||
    (!leftOpen && others.length > keys.length) ||
    (!rightOpen && keys.length > others.length)
  ) {
    return false;
  }
  const equal = allEqual(keys.length, index => {
    const other = lookUp(right, keys[index]);
    if (other === undefined) {
      return rightOpen ? new Unknown('the map is not kept whole here') : false;
    }
    return compareRaw(lookUp(left, keys[index]), other, meter);
  });
  if (equal === true && (leftOpen || rightOpen)) {
    return new Unknown('the map is not kept whole here');
  }
  return equal;
}

function equality(left: CelValue, right: CelValue, meter: Meter): Equality {
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spend(left.length * CHARACTER_COST);
    return left === right;
  }
  if (left === right) {
    return true;
  }
  const leftNumber = numberOf(left);
  if (leftNumber !== undefined) {
    const rightNumber = numberOf(right);
    return rightNumber !== undefined && orderOf(leftNumber, rightNumber) === 0;
  }
  if (
    typeof left !== 'object' ||
    typeof right !== 'object' ||
    left === null ||
    right === null
  ) {
    return false;
  }
  if (isList(left)) {
    return isList(right) && listEquality(left, right, meter);
  }
  const type = typeName(left);
  if (type !== typeName(right)) {
    return false;
  }
  if (left instanceof LibraryValue) {
    return left.equals(right as LibraryValue);
  }
  if (left instanceof Timestamp || left instanceof Duration) {
    return left.nanoseconds === (right as Timestamp).nanoseconds;
  }
  if (left instanceof TypeValue) {
    return left.name === (right as TypeValue).name;
  }
  if (left instanceof Uint8Array) {
    return Buffer.compare(left, right as Uint8Array) === 0;
  }
  if (left instanceof Optional) {
    const other = (right as Optional).value;
    return left.value === undefined || other === undefined
      ? left.value === other
      : equality(left.value, other, meter);
  }
  return type === 'map'
    ? mapEquality(left as JsonMap, right as JsonMap, meter)
    : false;
}

/** Throws `Unknown` where it hangs on something that isn't kept. */
export function equals(left: CelValue, right: CelValue, meter: Meter): boolean {
  const equal = equality(left, right, meter);
  if (equal instanceof Unknown) {
    throw equal;
  }
  return equal;
}

/** Whether the list has the value; what is unknown matters only if nothing else is equal. */
export function contains(
  list: CelList,
  value: CelValue,
  meter: Meter,
): boolean {
  let doubt: Unknown | undefined;
  for (const item of list) {
    const equal = compareRaw(value, item, meter);
    if (equal === true) {
      return true;
    }
    if (equal instanceof Unknown) {
      doubt ??= equal;
    }
  }
  if (doubt) {
    throw doubt;
  }
  return false;
}

function compareText(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  // By code point, as the bytes of UTF-8 compare; UTF-16 would differ beyond the first plane.
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const one = left.charCodeAt(index);
    const other = right.charCodeAt(index);
    if (one !== other) {
      const bothOrNone = one >= 0xd800 === other >= 0xd800;
      if (bothOrNone) {
        return (left.codePointAt(index) ?? 0) < (right.codePointAt(index) ?? 0)
          ? -1
          : 1;
      }
      return one < other ? -1 : 1;
    }
  }
  return left.length < right.length ? -1 : 1;
}

/**
 * Negative, zero or positive. Errors with `no such overload` for values of different or
 * unordered types.
 */
export function compare(left: CelValue, right: CelValue): number {
  const leftNumber = numberOf(left);
  const rightNumber = numberOf(right);
  if (leftNumber !== undefined && rightNumber !== undefined) {
    const order = orderOf(leftNumber, rightNumber);
    if (Number.isNaN(order)) {
      throw new CelError('NaN values cannot be ordered');
    }
    return order;
  }
  if (typeof left === 'string' && typeof right === 'string') {
    return compareText(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    return Number(left) - Number(right);
  }
  if (
    (left instanceof Timestamp && right instanceof Timestamp) ||
    (left instanceof Duration && right instanceof Duration)
  ) {
    if (left.nanoseconds === right.nanoseconds) {
      return 0;
    }
    return left.nanoseconds < right.nanoseconds ? -1 : 1;
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    return Buffer.compare(left, right);
  }
  throw new CelError('no such overload');
}

/** Sorts by keys that must be of one comparable type. */
export function sortByKeys(list: CelList, keys: readonly CelValue[]): CelList {
  const type = keys.length > 0 ? typeName(keys[0]) : '';
  if (keys.some(key => typeName(key) !== type)) {
    throw new CelError('list elements must have the same type');
  }
  if (keys.length === 1) {
    compare(keys[0], keys[0]);
  }
  return list
    .map((item, index) => ({ item, key: keys[index] }))
    .sort((one, other) => compare(one.key, other.key))
    .map(({ item }) => item);
}
