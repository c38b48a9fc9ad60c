/** The sets extension. */
import { contains } from '../equality';
import type { Meter } from '../failures';
import { global } from '../overloads';
import { itemsOf, type CelList } from '../values';

const containsAll = (list: CelList, sublist: CelList, meter: Meter) =>
  itemsOf(sublist).every(item => contains(list, item, meter));

const product = (left: CelList, right: CelList) =>
  1 + left.length * right.length;

export const sets = [
  global('sets.contains(list(T), list(T)): bool', containsAll, {
    since: 29,
    cost: product,
  }),
  global(
    'sets.equivalent(list(T), list(T)): bool',
    (left: CelList, right: CelList, meter: Meter) =>
      containsAll(left, right, meter) && containsAll(right, left, meter),
    {
      since: 29,
      cost: (left: CelList, right: CelList) => 2 * product(left, right),
    },
  ),
  global(
    'sets.intersects(list(T), list(T)): bool',
    (left: CelList, right: CelList, meter: Meter) =>
      itemsOf(left).some(item => contains(right, item, meter)),
    { since: 29, cost: product },
  ),
];
