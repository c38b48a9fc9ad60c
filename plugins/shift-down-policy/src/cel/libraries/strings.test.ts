import { evaluateCel } from '../__testUtils__/evaluateCel';

describe('strings library', () => {
  it.each([
    ['"podium".charAt(2)', 'd'],
    ['"podium".charAt(6)', ''],
    ['"podium".charAt(7)', 'error: index out of range: 7'],
    ['"a😀b".charAt(1)', '😀'],
    ['"banana".indexOf("an")', 1],
    ['"banana".indexOf("an", 2)', 3],
    ['"banana".indexOf("x")', -1],
    ['"banana".indexOf("an", 9)', -1],
    ['"banana".indexOf("an", -1)', 'error: index out of range: -1'],
    ['"banana".indexOf("", 4)', 4],
    ['"a😀b".indexOf("b")', 2],
    ['"banana".lastIndexOf("an")', 3],
    ['"banana".lastIndexOf("an", 2)', 1],
    ['"banana".lastIndexOf("")', 6],
    ['"banana".lastIndexOf("an", 8)', -1],
    ['"ABCÄ".lowerAscii()', 'abcÄ'],
    ['"abcä".upperAscii()', 'ABCä'],
    ['"a-b-c".replace("-", "+")', 'a+b+c'],
    ['"a-b-c".replace("-", "+", 1)', 'a+b-c'],
    ['"a-b-c".replace("-", "$&", 0)', 'a-b-c'],
    ['"abc".replace("b", "$&")', 'a$&c'],
    ['"ab".replace("", ".")', '.a.b.'],
    ['"ab".replace("", ".", 2)', '.a.b'],
    ['"a,b,c".split(",")', ['a', 'b', 'c']],
    ['"a,b,c".split(",", 2)', ['a', 'b,c']],
    ['"a,b,c".split(",", 0)', []],
    ['"a😀".split("")', ['a', '😀']],
    ['"".split(",")', ['']],
    ['"podium".substring(3)', 'ium'],
    ['"podium".substring(1, 3)', 'od'],
    ['"podium".substring(7)', 'error: index out of range: 7'],
    [
      '"podium".substring(3, 1)',
      'error: invalid substring range. start: 3, end: 1',
    ],
    ['" \\t\\u00a0x\\u3000\\n".trim()', 'x'],
    ['"\\ufeffx".trim()', '\ufeffx'],
    ['["a", "b"].join("/")', 'a/b'],
    ['["a", "b"].join()', 'ab'],
    ['[].join("/")', ''],
    ['object.join(",")', 'error: no such overload: join(list, string)'],
    ['strings.quote("a\\n\\"b\\"")', '"a\\n\\"b\\""'],
    [
      '"abc".reverse()',
      "invalid: found no matching overload for 'reverse' applied to 'string.()'",
    ],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object: [1, 2] })).toEqual(expected);
  });
});

describe('format', () => {
  it.each([
    ['"%s has %d of %%".format(["a", 3])', 'a has 3 of %'],
    [
      '"%s".format([[1, "a", null, true, 1.5]])',
      '[1, "a", null, true, 1.500000]',
    ],
    ['"%s".format([{"b": 1, "a": [2]}])', '{"a":[2], "b":1}'],
    ['"%s".format([object])', '{"list":[1, 2], "name":"a \\"b\\""}'],
    ['"%s".format([b"abc"])', 'abc'],
    ['"%s".format([type(1)])', 'int'],
    ['"%s".format([1.0])', '1'],
    ['"%s".format([duration("90m")])', '5400s'],
    ['"%s".format([[duration("1s")]])', '[duration("1s")]'],
    ['"%.2f".format([1234567.891])', '1,234,567.89'],
    ['"%f".format([0.5])', '0.500000'],
    ['"%.0f and %.1f".format([2.5, 0.25])', '2 and 0.2'],
    ['"%.0f".format([1e21])', '1,000,000,000,000,000,000,000'],
    ['"%e".format([12345.678])', '1.234568×10⁰⁴'],
    ['"%e".format([0.00012])', '1.200000×10⁻⁰⁴'],
    ['"%b %o %x %X".format([5, 8, 255, 255])', '101 10 ff FF'],
    ['"%b".format([true])', '1'],
    ['"%x".format(["hé"])', '68c3a9'],
    ['"%x".format([-255])', '-ff'],
    [
      '"%d".format([object.name])',
      'error: error during formatting: decimal clause can only be used on integers, was given string',
    ],
    [
      '"%s".format([object.list[0] > 0 ? quantity("1") : quantity("2")])',
      'error: error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given kubernetes.Quantity',
    ],
    ['(object.name + "%s").format([])', 'error: index 0 out of range'],
    ['(object.name + "%").format([1])', 'error: unexpected end of string'],
    [
      '(object.name + "%z").format([1])',
      'error: could not parse formatting clause: unrecognized formatting clause "z"',
    ],
  ])('%s is %p', (source, expected) => {
    const object = { name: 'a "b"', list: [1, 2] };
    expect(evaluateCel(source, { object })).toEqual(expected);
  });
});
