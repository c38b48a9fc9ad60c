import fc from 'fast-check';
import { normalisePackageUrl } from './packageUrl';

describe('normalisePackageUrl', () => {
  it.each([
    ['pkg:npm/lodash@4.17.20', 'pkg:npm/lodash'],
    ['pkg:npm/%40scope/name@1.0.0', 'pkg:npm/%40scope/name'],
    [
      'pkg:deb/debian/openssl@3.0.11?arch=amd64&distro=debian-12#lib',
      'pkg:deb/debian/openssl',
    ],
    [
      'pkg:golang/github.com/Org/Module@v1.2.3#cmd',
      'pkg:golang/github.com/Org/Module',
    ],
    ['pkg:PyPI/Some_Package@1', 'pkg:pypi/some-package'],
    ['  pkg:gem/rails@7  ', 'pkg:gem/rails'],
  ])('takes %s to be %s', (given, expected) => {
    expect(normalisePackageUrl(given)).toBe(expected);
  });

  it.each([
    ['openssl@3.0.11', 'openssl'],
    ['@scope/name@1.0.0', '@scope/name'],
    ['@scope/name', '@scope/name'],
    ['pkg:deb/', 'pkg:deb/'],
    ['lib?x=1#y', 'lib'],
    ['', ''],
  ])('does its best with %j, which is none', (given, expected) => {
    expect(normalisePackageUrl(given)).toBe(expected);
  });

  it('takes any text and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), text => {
        const once = normalisePackageUrl(text);
        expect(typeof once).toBe('string');
      }),
    );
  });
});
