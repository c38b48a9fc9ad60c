import fc from 'fast-check';
import { evaluateCel } from '../__testUtils__/evaluateCel';

describe('regex library', () => {
  it.each([
    ['"abc 123".find("[0-9]+")', '123'],
    ['"abc".find("[0-9]+")', ''],
    ['"a1b22c333".findAll("[0-9]+")', ['1', '22', '333']],
    ['"a1b22c333".findAll("[0-9]+", 2)', ['1', '22']],
    ['"a1b22c333".findAll("[0-9]+", 0)', []],
    ['"a1b22c333".findAll("[0-9]+", -1)', ['1', '22', '333']],
    ['"abc".findAll("b*")', ['', 'b', '']],
    ['"😀a".findAll(".")', ['😀', 'a']],
    ['"abc".matches("b")', true],
    ['"abc".matches("^b")', false],
    ['matches("ABC", "(?i)abc")', true],
    ['"a\\nb".matches("a.b")', false],
    ['"a\\nb".matches("(?s)a.b")', true],
    ['"a\\nb".matches("(?m)^b$")', true],
    ['"é".matches("^\\\\pL$")', true],
    ['"é".matches("^\\\\w$")', false],
    ['"x".matches("^[[:alpha:]]$")', true],
    ['"a\\u00a0b".matches("a\\\\sb")', false],
    ['"aa".matches("(?P<first>a)a")', true],
    ['"a".matches("\\\\Aa\\\\z")', true],
    ['"a".find("(")', 'invalid: error parsing regexp: missing closing ): `(`'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source)).toEqual(expected);
  });

  it.each(['(a)\\\\1', '(?<=a)b', '(?!a)', 'a{1001}', 'a**', '[z-a]', '\\\\Z'])(
    'refuses %s, which RE2 does not know',
    pattern => {
      expect(evaluateCel(`"a".matches("${pattern}")`)).toBe(
        'invalid: invalid matches argument',
      );
    },
  );

  it('agrees with other engines where the notations mean the same', () => {
    const atoms = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '[^a]',
      '.',
      '(?:ab)',
      '(?:a|b)',
    );
    const repeats = fc.constantFrom('', '*', '+', '?', '{1,2}');
    const patterns = fc
      .array(fc.tuple(atoms, repeats), { minLength: 1, maxLength: 4 })
      .map(parts => `^${parts.map(part => part.join('')).join('')}$`);
    const texts = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 })
      .map(letters => letters.join(''));
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(
          evaluateCel('object.text.matches(object.pattern)', {
            object: { pattern, text },
          }),
        ).toBe(new RegExp(pattern).test(text));
      }),
    );
  });
});
