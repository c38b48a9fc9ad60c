import { evaluateCel } from './__testUtils__/evaluateCel';

const object = {
  text: 'abc',
  whole: 3,
  real: 1.5,
  yes: true,
  nothing: null,
  list: [1, 2, 3],
  map: { a: 1, b: 'x' },
  constructor: 'own',
};

describe('access', () => {
  it.each([
    ['object.map.a', 1],
    ['object.map["b"]', 'x'],
    ['object.list[2]', 3],
    ['object.list[dyn(1.0)]', 2],
    ['object.nothing', null],
    ['object.real', 1.5],
    ['object.constructor', 'own'],
    ['object.map.toString', 'error: no such key: toString'],
    ['object.missing', 'error: no such key: missing'],
    ['object.map[1]', 'error: no such key: 1'],
    ['object.text.length', 'error: no such key: length'],
    ['object.nothing.field', 'error: no such key: field'],
    ['object.list[3]', 'error: index out of bounds: 3'],
    ['object.list[-1]', 'error: index out of bounds: -1'],
    ['object.list.field', "error: unsupported index type 'string' in list"],
    ['object.list[1.5]', 'error: unsupported index value 1.5 in list'],
    ['has(object.map.a)', true],
    ['has(object.map.z)', false],
    ['has(object.nothing)', true],
    ['has(object.text.z)', false],
    ['has(object.missing.z)', 'error: no such key: missing'],
    ['"a" in object.map', true],
    ['2 in object.list', true],
    ['4 in object.list', false],
    ['object.?missing.?deeper.orValue(7)', 7],
    ['object.?map.a', { some: 1 }],
    ['object.map[?"z"]', 'none'],
    ['object.list[?5].orValue(0)', 0],
    ['object.missing.?x', 'error: no such key: missing'],
    ['{"k": 1}.k', 1],
    ['{1: "one"}[1]', 'one'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});

describe('operators', () => {
  it.each([
    ['1 + 2 * 3 - 4 / 2 % 2', 7],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['7.0 / 2.0', 3.5],
    ['2u + 3u', '5u'],
    ['1u - 2u', 'error: unsigned integer overflow'],
    ['"a" + "b"', 'ab'],
    ['[1] + [2]', [1, 2]],
    ['b"a" + b"b"', [97, 98]],
    ['1 / 0', 'error: division by zero'],
    ['1 % 0', 'error: modulus by zero'],
    ['9223372036854775807 + 1', 'error: integer overflow'],
    ['-9223372036854775808', -(2n ** 63n)],
    ['-(-9223372036854775807 - 1)', 'error: integer overflow'],
    ['9223372036854775808', 'invalid: invalid int literal'],
    ['object.whole == 3.0', true],
    ['object.whole == dyn(3u)', true],
    ['object.whole == "3"', false],
    ['object.nothing == null', true],
    ['object.list == [1, 2, 3]', true],
    ['object.map == {"b": dyn("x"), "a": dyn(1)}', true],
    ['object.map == {"a": 1}', false],
    ['object.whole < 3.5', true],
    ['object.real > 1u', true],
    ['"a" < "b"', true],
    ['"\\U0001F600" > "\\uFFFD"', true],
    ['false < true', true],
    ['double("NaN") == double("NaN")', false],
    ['double("NaN") < 1.0', 'error: NaN values cannot be ordered'],
    ['!object.yes', false],
    ['-object.real', -1.5],
    ['object.yes ? "y" : "n"', 'y'],
    ['object.whole + object.text', 'error: no such overload'],
    ['object.nothing + 1', 'error: no such overload: _+_'],
    ['object.nothing < 1', 'error: no such overload: _<_'],
    ['object.whole < object.text', 'error: no such overload'],
    ['!object.whole', 'error: no such overload'],
    ['object.whole ? 1 : 2', 'error: no such overload'],
    ['object.text in object.whole', 'error: no such overload'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});

describe('absorption of errors', () => {
  it.each([
    ['object.missing || true', true],
    ['true || object.missing', true],
    ['object.missing || false', 'error: no such key: missing'],
    ['object.missing && false', false],
    ['object.missing && true', 'error: no such key: missing'],
    ['object.a || object.b || true', true],
    ['object.a || object.b', 'error: no such key: a'],
    ['object.whole || true', true],
    ['object.whole || false', 'error: no such overload'],
    ['object.list.all(i, i.x == 1 || i > 0)', true],
    ['object.list.all(i, i == 2 ? false : i.x)', false],
    ['object.list.all(i, i == 2 ? i.x : true)', 'error: no such key: x'],
    ['object.list.exists(i, i == 3 ? true : i.x)', true],
    ['object.list.exists(i, i.x)', 'error: no such key: x'],
    ['object.list.exists_one(i, i == 3 ? true : i.x)', 'error: no such key: x'],
    ['object.list.map(i, i.x)', 'error: no such key: x'],
    ['object.list.filter(i, i)', 'error: no such overload'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});

describe('comprehensions', () => {
  it.each([
    ['object.list.all(i, i > 0)', true],
    ['object.list.exists(i, i == 2)', true],
    ['object.list.exists_one(i, i > 2)', true],
    ['object.list.map(i, i * 2)', [2, 4, 6]],
    ['object.list.map(i, i > 1, i * 2)', [4, 6]],
    ['object.list.filter(i, i != 2)', [1, 3]],
    ['object.map.map(k, k)', ['a', 'b']],
    ['object.map.all(k, k != "z")', true],
    ['[].all(i, false)', true],
    ['[].exists(i, true)', false],
    [
      '[1, 2].map(i, [3, 4].map(j, i * j))',
      [
        [3, 4],
        [6, 8],
      ],
    ],
    ['[1, 2].map(i, [3].map(i, i))', [[3], [3]]],
    ['object.list.all(i, v, v == i + 1)', true],
    ['object.map.exists(k, v, k == "a" && v == 1)', true],
    ['[5, 6].existsOne(i, v, v == 5)', true],
    ['[5, 6].transformList(i, v, i + v)', [5, 7]],
    ['[5, 6].transformList(i, v, i > 0, v)', [6]],
    ['{"a": 1}.transformMap(k, v, v + 1)', { a: 2 }],
    ['{"a": 1, "b": 2}.transformMap(k, v, v > 1, v)', { b: 2 }],
    ['{"a": "x"}.transformMapEntry(k, v, {v: k})', { x: 'a' }],
    [
      '{"a": 1, "b": 1}.transformMapEntry(k, v, {v: k})',
      'error: insert failed: key 1 already exists',
    ],
    [
      'object.whole.all(i, true)',
      "error: got 'types.Int', expected iterable type",
    ],
    [
      'object.text.map(i, i)',
      "error: got 'types.String', expected iterable type",
    ],
    [
      'object.nothing.exists(i, true)',
      "error: got 'types.Null', expected iterable type",
    ],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});

describe('conversions and tests of text', () => {
  it.each([
    ['int("42") + int(2.9) + int(1u)', 45],
    ['int(object.text)', "error: type conversion error from 'string' to 'int'"],
    ['int(1e30)', 'error: integer overflow'],
    ['uint("7")', '7u'],
    ['uint(-1)', 'error: unsigned integer overflow'],
    ['double("1e3")', 1000],
    ['double("x")', "error: type conversion error from 'string' to 'double'"],
    ['bool("True")', true],
    ['bool("yes")', "error: type conversion error from 'string' to 'bool'"],
    ['string(1.0)', '1'],
    ['string(1000000.0)', '1e+06'],
    ['string(0.0001)', '0.0001'],
    ['string(-0.00001)', '-1e-05'],
    [
      'string(b"\\xff")',
      'error: invalid UTF-8 in bytes, cannot convert to string',
    ],
    ['string(object.list)', 'error: no such overload: string(list)'],
    ['bytes("é")', [0xc3, 0xa9]],
    ['type(1)', 'int'],
    ['type(object.map) == map', true],
    ['type(timestamp(0)) == google.protobuf.Timestamp', true],
    ['dyn(1) == "a"', false],
    ['size("a😀")', 2],
    ['size(object.list) + object.map.size()', 5],
    ['size(object.whole)', 'error: no such overload: size'],
    ['object.text.startsWith("ab") && object.text.endsWith("bc")', true],
    ['object.text.contains("bc")', true],
    ['object.whole.startsWith("a")', 'error: no such overload'],
    ['object.text.matches("^a.c$")', true],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});

describe('time', () => {
  const noon = 'timestamp("2024-02-29T12:30:15.25Z")';

  it.each([
    [`string(${noon})`, '2024-02-29T12:30:15.25Z'],
    [
      'string(timestamp("2024-01-01T00:00:00+02:00"))',
      '2024-01-01T00:00:00+02:00',
    ],
    [`string(${noon} + duration("36h"))`, '2024-03-02T00:30:15.25Z'],
    [`string(${noon} - timestamp("2024-02-29T12:00:00Z"))`, '1815.25s'],
    [`${noon}.getFullYear()`, 2024],
    [`${noon}.getMonth()`, 1],
    [`${noon}.getDate()`, 29],
    [`${noon}.getDayOfMonth()`, 28],
    [`${noon}.getDayOfWeek()`, 4],
    [`${noon}.getDayOfYear()`, 59],
    [`${noon}.getMilliseconds()`, 250],
    [`${noon}.getHours("Asia/Tokyo")`, 21],
    [`${noon}.getHours("-02:30")`, 10],
    [`${noon}.getHours("Nowhere")`, 'error: unknown time zone Nowhere'],
    ['duration("1h30m").getMinutes()', 90],
    ['duration("1.5s").getMilliseconds()', 1500],
    ['string(duration("-90s"))', '-90s'],
    ['duration("1h") > duration("59m")', true],
    [
      'timestamp("2023-02-29T00:00:00Z")',
      'invalid: invalid timestamp argument',
    ],
    ['duration("1 hour")', 'invalid: invalid duration argument'],
    [
      'timestamp(object.text)',
      "error: type conversion error from 'string' to 'google.protobuf.Timestamp'",
    ],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});
