/** What operators do. */
import { compare, contains, equals } from '../equality';
import { CelError, Unknown, type Meter } from '../failures';
import { durationOf, timestampOf } from '../libraries/time';
import {
  Double,
  Duration,
  intOf,
  isIncomplete,
  isList,
  isMap,
  LibraryValue,
  lookUp,
  Timestamp,
  typeName,
  Uint,
  uintOf,
  type CelValue,
} from '../values';
import { isReceiver } from '../overloads';
import { noOverload } from './code';

export type Operation = (
  left: CelValue,
  right: CelValue,
  meter: Meter,
) => CelValue;

const TIME = 'google.protobuf.Timestamp';
const SPAN = 'google.protobuf.Duration';
const NUMBERS = ['int', 'uint', 'double'];

function divisor(value: bigint, message: string): bigint {
  if (value === 0n) {
    throw new CelError(message);
  }
  return value;
}

/** The server names the operator only where the left side's type has none of it. */
function unfit(
  name: string,
  left: CelValue,
  able: readonly string[],
): CelError {
  const type = typeName(left);
  return able.includes(type) || isReceiver(type)
    ? noOverload()
    : new CelError(`no such overload: ${name}`);
}

function arithmetic(
  whole: (left: bigint, right: bigint) => bigint,
  real: ((left: number, right: number) => number) | undefined,
  other: Operation,
): Operation {
  return (left, right, meter) => {
    if (typeof left === 'bigint' && typeof right === 'bigint') {
      return intOf(whole(left, right));
    }
    if (real && left instanceof Double && right instanceof Double) {
      return new Double(real(left.value, right.value));
    }
    if (left instanceof Uint && right instanceof Uint) {
      return uintOf(whole(left.value, right.value));
    }
    return other(left, right, meter);
  };
}

const fails =
  (name: string, able: readonly string[]): Operation =>
  left => {
    throw unfit(name, left, able);
  };

export const add = arithmetic(
  (left, right) => left + right,
  (left, right) => left + right,
  (left, right, meter) => {
    if (typeof left === 'string' && typeof right === 'string') {
      meter.spend(Math.ceil((left.length + right.length) * 0.1));
      return left + right;
    }
    if (isList(left) && isList(right)) {
      meter.spend(Math.ceil((left.length + right.length) * 0.3));
      return [...left, ...right];
    }
    if (left instanceof Uint8Array && right instanceof Uint8Array) {
      meter.spend(Math.ceil((left.length + right.length) * 0.1));
      return new Uint8Array([...left, ...right]);
    }
    if (left instanceof Duration && right instanceof Duration) {
      return durationOf(left.nanoseconds + right.nanoseconds);
    }
    if (left instanceof Timestamp && right instanceof Duration) {
      return timestampOf(left.nanoseconds + right.nanoseconds, left.offset);
    }
    if (left instanceof Duration && right instanceof Timestamp) {
      return timestampOf(left.nanoseconds + right.nanoseconds, right.offset);
    }
    throw unfit('_+_', left, [
      ...NUMBERS,
      'string',
      'bytes',
      'list',
      TIME,
      SPAN,
    ]);
  },
);

export const subtract = arithmetic(
  (left, right) => left - right,
  (left, right) => left - right,
  (left, right) => {
    if (left instanceof Duration && right instanceof Duration) {
      return durationOf(left.nanoseconds - right.nanoseconds);
    }
    if (left instanceof Timestamp && right instanceof Duration) {
      return timestampOf(left.nanoseconds - right.nanoseconds, left.offset);
    }
    if (left instanceof Timestamp && right instanceof Timestamp) {
      return durationOf(left.nanoseconds - right.nanoseconds);
    }
    throw unfit('_-_', left, [...NUMBERS, TIME, SPAN]);
  },
);

const ORDERABLE = [...NUMBERS, 'bool', 'string', 'bytes', TIME, SPAN];

export function ordering(
  name: string,
  test: (order: number) => boolean,
): Operation {
  return (left, right, meter) => {
    if (typeof left === 'bigint' && typeof right === 'bigint') {
      return test(left < right ? -1 : Number(left > right));
    }
    if (!ORDERABLE.includes(typeName(left))) {
      throw new CelError(`no such overload: ${name}`);
    }
    if (typeof left === 'string' && typeof right === 'string') {
      meter.spend(Math.floor(Math.min(left.length, right.length) * 0.1));
    }
    return test(compare(left, right));
  };
}

export const equal: Operation = (left, right, meter) => {
  if (
    left instanceof LibraryValue &&
    right !== null &&
    typeName(right) !== left.typeName
  ) {
    throw noOverload();
  }
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spend(Math.floor(Math.min(left.length, right.length) * 0.1));
  }
  return equals(left, right, meter);
};

export const isIn: Operation = (left, right, meter) => {
  if (isList(right)) {
    meter.spend(right.length);
    return contains(right, left, meter);
  }
  if (isMap(right)) {
    const found = lookUp(right, left) !== undefined;
    if (!found && isIncomplete(right)) {
      throw new Unknown(`the entries of the map are not all kept here`);
    }
    return found;
  }
  throw noOverload();
};

export const multiply = arithmetic(
  (left, right) => left * right,
  (left, right) => left * right,
  fails('_*_', NUMBERS),
);

export const divide = arithmetic(
  (left, right) => left / divisor(right, 'division by zero'),
  (left, right) => left / right,
  fails('_/_', NUMBERS),
);

export const remainder = arithmetic(
  (left, right) => left % divisor(right, 'modulus by zero'),
  undefined,
  fails('_%_', ['int', 'uint']),
);
