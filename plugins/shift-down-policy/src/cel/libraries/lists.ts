/** Kubernetes' lists library and the lists extension, version 3. */
import { compare, equals, sortByKeys } from '../equality';
import { CelError, type Meter } from '../failures';
import { global, method } from '../overloads';
import {
  Double,
  Duration,
  intOf,
  isList,
  itemsOf,
  readValue,
  Uint,
  uintOf,
  type CelList,
  type CelValue,
} from '../values';
import { durationOf } from './time';

const SUMMABLE = ['int', 'uint', 'double', 'google.protobuf.Duration'] as const;
const COMPARABLE = [
  ...SUMMABLE,
  'bool',
  'google.protobuf.Timestamp',
  'string',
  'bytes',
];

const ZERO: Record<string, CelValue> = {
  int: 0n,
  uint: new Uint(0n),
  double: new Double(0),
  'google.protobuf.Duration': new Duration(0n),
};

function plus(sum: CelValue, item: CelValue): CelValue {
  if (typeof sum === 'bigint' && typeof item === 'bigint') {
    return intOf(sum + item);
  }
  if (sum instanceof Double && item instanceof Double) {
    return new Double(sum.value + item.value);
  }
  if (sum instanceof Uint && item instanceof Uint) {
    return uintOf(sum.value + item.value);
  }
  if (sum instanceof Duration && item instanceof Duration) {
    return durationOf(sum.nanoseconds + item.nanoseconds);
  }
  throw new CelError('no such overload');
}

function isSorted(list: CelList): boolean {
  const items = itemsOf(list);
  return items.every(
    (item, index) => index === 0 || !(compare(items[index - 1], item) > 0),
  );
}

function extreme(list: CelList, name: string, sign: number): CelValue {
  if (list.length === 0) {
    throw new CelError(`${name} called on empty list`);
  }
  return itemsOf(list).reduce((best, item) =>
    compare(item, best) * sign > 0 ? item : best,
  );
}

function indexOf(list: CelList, value: CelValue, meter: Meter): bigint {
  return BigInt(itemsOf(list).findIndex(item => equals(item, value, meter)));
}

function lastIndexOf(list: CelList, value: CelValue, meter: Meter): bigint {
  return BigInt(
    itemsOf(list).findLastIndex(item => equals(item, value, meter)),
  );
}

function slice(list: CelList, start: bigint, end: bigint): CelList {
  const call = `cannot slice(${start}, ${end})`;
  if (start < 0 || end < 0) {
    throw new CelError(`${call}, negative indexes not supported`);
  }
  if (start > end) {
    throw new CelError(
      `${call}, start index must be less than or equal to end index`,
    );
  }
  if (BigInt(list.length) < end) {
    throw new CelError(`${call}, list is length ${list.length}`);
  }
  return list.slice(Number(start), Number(end));
}

function flatten(list: CelList, depth: bigint, meter: Meter): unknown[] {
  if (depth < 0) {
    throw new CelError('level must be non-negative');
  }
  meter.spend(list.length);
  return list.flatMap(item =>
    isList(item) && depth > 0 ? flatten(item, depth - 1n, meter) : [item],
  );
}

function distinct(list: CelList, meter: Meter): CelValue[] {
  const unique: CelValue[] = [];
  for (const raw of list) {
    meter.spend(unique.length);
    const item = readValue(raw, 'an item of the list');
    if (!unique.some(other => equals(other, item, meter))) {
      unique.push(item);
    }
  }
  return unique;
}

function range(end: bigint, meter: Meter): bigint[] {
  const size = end < 0 ? 0 : Number(end);
  meter.spend(size);
  return Array.from({ length: size }, (_, index) => BigInt(index));
}

const length = (list: CelList) => list.length;
const copying = (list: CelList) => 10 + list.length;
const sorting = (list: CelList) =>
  10 + list.length * Math.ceil(Math.log2(list.length + 1));
const SINCE_34 = { since: 34 };

export const lists = [
  ...COMPARABLE.flatMap(type => [
    method(`isSorted(list(${type})): bool`, isSorted, { cost: length }),
    method(
      `max(list(${type})): ${type}`,
      (list: CelList) => extreme(list, 'max', 1),
      { cost: length },
    ),
    method(
      `min(list(${type})): ${type}`,
      (list: CelList) => extreme(list, 'min', -1),
      { cost: length },
    ),
    method(
      `sort(list(${type})): list(${type})`,
      (list: CelList) => sortByKeys(list, itemsOf(list)),
      { since: 34, cost: sorting },
    ),
  ]),
  ...SUMMABLE.map(type =>
    method(
      `sum(list(${type})): ${type}`,
      (list: CelList) => itemsOf(list).reduce(plus, ZERO[type]),
      { cost: length },
    ),
  ),
  method('indexOf(list(A), A): int', indexOf, { cost: length }),
  method('lastIndexOf(list(A), A): int', lastIndexOf, { cost: length }),
  method('slice(list(A), int, int): list(A)', slice, {
    since: 34,
    cost: copying,
  }),
  method(
    'flatten(list(list(A))): list(A)',
    (list: CelList, meter: Meter) => flatten(list, 1n, meter),
    { since: 34, anyItems: true },
  ),
  method(
    'flatten(list(dyn), int): list(dyn)',
    (list: CelList, depth: bigint, meter: Meter) => flatten(list, depth, meter),
    SINCE_34,
  ),
  method('reverse(list(A)): list(A)', (list: CelList) => [...list].reverse(), {
    since: 34,
    cost: copying,
  }),
  method('distinct(list(A)): list(A)', distinct, SINCE_34),
  global('lists.range(int): list(int)', range, SINCE_34),
];
