/** Optional types; `or`, `orValue`, `optMap` and `optFlatMap` are macros of the compiler. */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import {
  Double,
  Duration,
  isList,
  isMap,
  itemsOf,
  keysOf,
  Optional,
  readValue,
  Uint,
  type CelList,
  type CelValue,
} from '../values';

function isZero(value: CelValue): boolean {
  if (value instanceof Double || value instanceof Uint) {
    return Number(value.value) === 0;
  }
  if (value instanceof Duration) {
    return value.nanoseconds === 0n;
  }
  if (value instanceof Optional) {
    return value.value === undefined;
  }
  if (typeof value === 'object' && value !== null) {
    return (
      (isList(value) && value.length === 0) ||
      (value instanceof Uint8Array && value.length === 0) ||
      (isMap(value) && keysOf(value).length === 0)
    );
  }
  return value === null || value === false || value === '' || value === 0n;
}

function valueOf({ value }: Optional): CelValue {
  if (value === undefined) {
    throw new CelError('optional.none() dereference');
  }
  return value;
}

function itemAt(list: CelList, index: number): Optional {
  return list.length === 0
    ? Optional.none
    : new Optional(readValue(list.at(index), 'an item of the list'));
}

const unwrap = (list: CelList) =>
  itemsOf(list).flatMap(item =>
    item instanceof Optional && item.value !== undefined ? [item.value] : [],
  );

const SINCE_28 = { since: 28 };
const SINCE_33 = { since: 33 };

export const optionals = [
  global(
    'optional.of(V): optional_type(V)',
    (value: CelValue) => new Optional(value),
    SINCE_28,
  ),
  global(
    'optional.ofNonZeroValue(V): optional_type(V)',
    (value: CelValue) => (isZero(value) ? Optional.none : new Optional(value)),
    SINCE_28,
  ),
  global('optional.none(): optional_type(V)', () => Optional.none, SINCE_28),
  method('value(optional_type(V)): V', valueOf, SINCE_28),
  method(
    'hasValue(optional_type(V)): bool',
    ({ value }: Optional) => value !== undefined,
    SINCE_28,
  ),
  method(
    'first(list(V)): optional_type(V)',
    (list: CelList) => itemAt(list, 0),
    SINCE_33,
  ),
  method(
    'last(list(V)): optional_type(V)',
    (list: CelList) => itemAt(list, -1),
    SINCE_33,
  ),
  global('optional.unwrap(list(optional_type(V))): list(V)', unwrap, SINCE_33),
  method('unwrapOpt(list(optional_type(V))): list(V)', unwrap, SINCE_33),
];
