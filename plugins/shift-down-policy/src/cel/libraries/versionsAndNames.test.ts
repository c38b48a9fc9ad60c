import fc from 'fast-check';
import { evaluateCel } from '../__testUtils__/evaluateCel';
import { parseSemver } from './semver';

describe('semver library', () => {
  it.each([
    ['semver("1.22.333").major()', 1],
    ['semver("1.22.333").minor()', 22],
    ['semver("1.22.333-rc.1+build").patch()', 333],
    ['semver("1.2.3").isLessThan(semver("1.10.0"))', true],
    ['semver("1.2.3").isGreaterThan(semver("1.2.3-rc.1"))', true],
    ['semver("1.0.0-rc.2").compareTo(semver("1.0.0-rc.11"))', -1],
    ['semver("1.0.0-1").compareTo(semver("1.0.0-a"))', -1],
    ['semver("1.0.0-a.b").compareTo(semver("1.0.0-a"))', 1],
    ['semver("1.0.0+a") == semver("1.0.0+b")', true],
    ['semver("v1.2", true).compareTo(semver("1.2.0"))', 0],
    ['semver("01.002.0003", true) == semver("1.2.3")', true],
    ['isSemver("1.2.3")', true],
    ['isSemver("v1.2.3")', false],
    ['isSemver("v1.2.3", true)', true],
    ['isSemver("1.2")', false],
    ['isSemver("1.2-rc", true)', false],
    ['semver("1.2")', 'error: No Major.Minor.Patch elements found'],
    ['semver("")', 'error: Version string empty'],
    [
      'semver("1.02.3")',
      'error: Minor number must not contain leading zeroes "02"',
    ],
    [
      'semver("1.2.3-rc_1")',
      'error: Invalid character(s) found in prerelease "rc_1"',
    ],
    ['semver("1.2.3-")', 'error: Prerelease is empty'],
    ['semver("1.2.3+")', 'error: Build meta data is empty'],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source)).toEqual(expected);
  });

  it('orders versions by their numbers', () => {
    const numbers = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50));
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const weigh = ([major, minor, patch]: number[]) =>
          major * 10_000 + minor * 100 + patch;
        expect(
          parseSemver(one.join('.')).compareTo(parseSemver(other.join('.'))),
        ).toBe(Math.sign(weigh(one) - weigh(other)));
      }),
    );
  });
});

describe('format library', () => {
  it.each([
    ['dns1123Label', 'web-1', true],
    ['dns1123Label', 'Web', false],
    ['dns1123Label', 'a.b', false],
    ['dns1123Label', 'a'.repeat(64), false],
    ['dns1123Subdomain', 'a.b-c', true],
    ['dns1123Subdomain', 'a..b', false],
    ['dns1035Label', 'web', true],
    ['dns1035Label', '1web', false],
    ['qualifiedName', 'example.org/Name_1', true],
    ['qualifiedName', 'a/b/c', false],
    ['qualifiedName', '/b', false],
    ['dns1123LabelPrefix', 'web-', true],
    ['dns1123SubdomainPrefix', 'web.a-', true],
    ['dns1035LabelPrefix', 'web-', true],
    ['labelValue', '', true],
    ['labelValue', 'a b', false],
    ['uri', 'https://example.org', true],
    ['uri', 'example', false],
    ['uuid', '01234567-89ab-cdef-0123-456789abcdef', true],
    ['uuid', '0123', false],
    ['byte', 'aGk=', true],
    ['byte', 'aGk', false],
    ['date', '2024-02-29', true],
    ['date', '2023-02-29', false],
    ['datetime', '2024-02-29T12:00:00Z', true],
    ['datetime', '2024-02-29T24:00:00Z', false],
  ])('%s: %p is fine: %p', (name, object, fine) => {
    expect(
      evaluateCel(`!format.${name}().validate(object).hasValue()`, { object }),
    ).toBe(fine);
    expect(
      evaluateCel(
        `!format.named("${name}").value().validate(object).hasValue()`,
        { object },
      ),
    ).toBe(fine);
  });

  it('says what is wrong', () => {
    expect(
      evaluateCel('format.dns1123Label().validate("a.b").value()'),
    ).toEqual(['must not contain dots']);
    expect(evaluateCel('format.qualifiedName().validate("/").value()')).toEqual(
      [
        'prefix part must be non-empty',
        'name part must be non-empty',
        expect.stringMatching(/^name part must consist of alphanumeric/),
      ],
    );
    expect(evaluateCel('format.named("unheard-of")')).toBe('none');
  });
});
