import { evaluateCel } from '../__testUtils__/evaluateCel';

const object = { numbers: [3, 1, 2], mixed: [1, 'a'], words: ['b', 'a'] };

describe('lists and sets libraries', () => {
  it.each([
    ['[1, 2, 2].isSorted()', true],
    ['object.numbers.isSorted()', false],
    ['[].isSorted()', true],
    ['object.numbers.sum()', 6],
    ['[0.5, 1.5].sum()', 2],
    ['[duration("1s"), duration("2s")].sum() == duration("3s")', true],
    ['[].sum()', 0],
    ['object.words.sum()', 'error: no such overload: sum(list)'],
    ['object.mixed.sum()', 'error: no such overload'],
    ['[9223372036854775807, 1].sum()', 'error: integer overflow'],
    ['object.numbers.max()', 3],
    ['object.words.min()', 'a'],
    ['[true, false].max()', true],
    ['[].max()', 'error: max called on empty list'],
    ['[].min()', 'error: min called on empty list'],
    ['object.mixed.max()', 'error: no such overload'],
    ['object.numbers.indexOf(1)', 1],
    ['[1, 2, 1].lastIndexOf(1)', 2],
    ['object.numbers.indexOf(9)', -1],
    ['[[1, 2], [3]].flatten()', [1, 2, 3]],
    ['object.numbers.flatten()', [3, 1, 2]],
    ['[[[1], [2]], [[3]]].flatten()', [[1], [2], [3]]],
    ['[[[1], [2]], [[3]]].flatten(2)', [1, 2, 3]],
    ['[[1]].flatten(-1)', 'error: level must be non-negative'],
    ['object.numbers.slice(1, 3)', [1, 2]],
    [
      'object.numbers.slice(1, 5)',
      'error: cannot slice(1, 5), list is length 3',
    ],
    [
      'object.numbers.slice(2, 1)',
      'error: cannot slice(2, 1), start index must be less than or equal to end index',
    ],
    [
      'object.numbers.slice(-1, 1)',
      'error: cannot slice(-1, 1), negative indexes not supported',
    ],
    ['object.numbers.sort()', [1, 2, 3]],
    ['object.words.sort()', ['a', 'b']],
    ['object.mixed.sort()', 'error: list elements must have the same type'],
    ['["ccc", "a", "bb"].sortBy(w, size(w))', ['a', 'bb', 'ccc']],
    ['object.numbers.reverse()', [2, 1, 3]],
    ['[1, 2, 1, 3].distinct()', [1, 2, 3]],
    ['[dyn(1), dyn(1.0)].distinct()', [1]],
    ['lists.range(3)', [0, 1, 2]],
    ['lists.range(-1)', []],
    ['sets.contains([1, 2, 3], [3, 1])', true],
    ['sets.contains([1], [1, 2])', false],
    ['sets.contains([], [])', true],
    ['sets.equivalent([1, 2, 1], [2, 1])', true],
    ['sets.equivalent([1], [1, 2])', false],
    ['sets.intersects([1, 2], [2, 3])', true],
    ['sets.intersects([1], [])', false],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});

describe('optional types', () => {
  it.each([
    ['optional.of(1).value()', 1],
    ['optional.none().value()', 'error: optional.none() dereference'],
    ['optional.none().orValue("x")', 'x'],
    ['optional.of(1).or(optional.of(2))', { some: 1 }],
    ['optional.none().or(optional.of(2))', { some: 2 }],
    ['optional.of(1).orValue(object.missing)', 1],
    ['object.numbers.orValue([])', [3, 1, 2]],
    ['optional.ofNonZeroValue("")', 'none'],
    ['optional.ofNonZeroValue({"a": 1}).hasValue()', true],
    ['optional.of(2).optMap(n, n * 2)', { some: 4 }],
    ['optional.none().optMap(n, n * 2)', 'none'],
    ['optional.of(2).optFlatMap(n, optional.none())', 'none'],
    ['object.numbers.first()', { some: 3 }],
    ['object.numbers.last().orValue(0)', 2],
    ['[].first()', 'none'],
    ['optional.unwrap([optional.of(1), optional.none()])', [1]],
    ['optional.of(1) == optional.of(1)', true],
    ['optional.of(1) == optional.none()', false],
    ['has(object.?missing.deeper)', false],
    ['object.?numbers[1]', { some: 1 }],
    ['object.words.optMap(w, w)', 'error: no such overload: hasValue(list)'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});
