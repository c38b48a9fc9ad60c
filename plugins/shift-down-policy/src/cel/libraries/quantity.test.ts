import fc from 'fast-check';
import { evaluateCel } from '../__testUtils__/evaluateCel';
import { parseQuantity, type Quantity } from './quantity';

const PATTERN_ERROR =
  "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

describe('quantity library', () => {
  it.each([
    ['quantity("1.5Gi").compareTo(quantity("1536Mi"))', 0],
    ['quantity("50M").compareTo(quantity("50Mi"))', -1],
    ['quantity("2").isGreaterThan(quantity("1999m"))', true],
    ['quantity("100m").isLessThan(quantity("0.1"))', false],
    ['quantity("1") == quantity("1000m")', true],
    ['quantity("12e6") == quantity("12M")', true],
    ['quantity("1").add(quantity("500m")) == quantity("1.5")', true],
    ['quantity("50k").add(20).sub(quantity("20")) == quantity("50k")', true],
    ['quantity("1").sub(2) == quantity("-1")', true],
    ['sign(quantity("-3Ki"))', -1],
    ['sign(quantity("0"))', 0],
    ['quantity("2k").asInteger()', 2000],
    ['quantity("3Ki").asInteger()', 3072],
    ['quantity("1000m").isInteger()', false],
    ['quantity("1.5").asInteger()', 'error: cannot convert value to integer'],
    ['quantity("1E").asInteger() == 1000000000000000000', true],
    ['quantity("99E").isInteger()', false],
    ['quantity("250m").asApproximateFloat()', 0.25],
    ['quantity("1.5Gi").asApproximateFloat()', 1610612736],
    ['quantity("0.1n") == quantity("1n")', true],
    ['quantity("-0.1n") == quantity("-1n")', true],
    ['quantity("99999999999Ei") == quantity("9223372036854775807")', true],
    ['quantity("")', PATTERN_ERROR],
    ['quantity("1 Gi")', PATTERN_ERROR],
    ['quantity("1K")', "error: unable to parse quantity's suffix"],
    ['quantity(object)', 'error: no such overload: quantity(int)'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source, { object: 1 })).toEqual(expected);
  });

  it.each([
    '1',
    '+1',
    '-1',
    '.5',
    '1.',
    '001',
    '1m',
    '1u',
    '1n',
    '1k',
    '1Ki',
    '1e3',
    '1E-3',
    '1e+3',
    '1E',
  ])('%s is a quantity', text => {
    expect(evaluateCel('isQuantity(object)', { object: text })).toBe(true);
  });

  it.each([
    '',
    'Three',
    '1K',
    '1ki',
    '1,3G',
    '1 k',
    '--1',
    '1Ki1',
    '1e',
    '1GiB',
  ])('%p is none', text => {
    expect(evaluateCel('isQuantity(object)', { object: text })).toBe(false);
  });

  it('gives up on exponents without measure', () => {
    expect(evaluateCel('quantity("1e999999")')).toBe(
      'unknown: the exponent of a quantity is too large (e999999)',
    );
  });
});

/** In billionths, reckoned by another way than the library's. */
interface Amount {
  text: string;
  billionths: bigint;
}

const SUFFIXES: Record<string, bigint> = {
  n: 1n,
  u: 10n ** 3n,
  m: 10n ** 6n,
  '': 10n ** 9n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  Ki: 2n ** 10n * 10n ** 9n,
  Mi: 2n ** 20n * 10n ** 9n,
};

const amounts: fc.Arbitrary<Amount> = fc
  .record({
    whole: fc.bigInt(0n, 10n ** 9n),
    suffix: fc.constantFrom(...Object.keys(SUFFIXES)),
    negative: fc.boolean(),
  })
  .map(({ whole, suffix, negative }) => ({
    text: `${negative ? '-' : ''}${whole}${suffix}`,
    billionths: (negative ? -whole : whole) * SUFFIXES[suffix],
  }));

describe('arithmetic of quantities', () => {
  const isAmount = (quantity: Quantity, billionths: bigint) =>
    quantity.compareTo(parseQuantity(`${billionths}n`)) === 0;

  it('is exact', () => {
    fc.assert(
      fc.property(amounts, amounts, (one, other) => {
        const left = parseQuantity(one.text);
        const right = parseQuantity(other.text);
        expect(left.compareTo(right)).toBe(
          Number(one.billionths > other.billionths) -
            Number(one.billionths < other.billionths),
        );
        expect(
          isAmount(left.plus(right), one.billionths + other.billionths),
        ).toBe(true);
        expect(
          isAmount(
            left.plus(right.negated()),
            one.billionths - other.billionths,
          ),
        ).toBe(true);
      }),
    );
  });

  it('does not depend on the notation', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999 }),
        fc.integer({ min: 0, max: 6 }),
        (digits, places) => {
          const text = String(digits).padStart(places + 1, '0');
          const point = text.length - places;
          expect(
            parseQuantity(
              `${text.slice(0, point)}.${text.slice(point)}`,
            ).compareTo(parseQuantity(`${digits}e-${places}`)),
          ).toBe(0);
        },
      ),
    );
  });
});
