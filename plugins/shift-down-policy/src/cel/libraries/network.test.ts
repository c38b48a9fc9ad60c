import fc from 'fast-check';
import { evaluateCel } from '../__testUtils__/evaluateCel';
import { formatAddress, parseAddress } from './addresses';

describe('ip library', () => {
  it.each([
    ['ip("10.0.0.1").family()', 4],
    ['ip("::1").family()', 6],
    ['string(ip("2001:DB8:0:0:0::1"))', '2001:db8::1'],
    ['string(ip("1:0:0:2:0:0:0:3"))', '1:0:0:2::3'],
    ['string(ip("1:0:2:0:3:0:4:0"))', '1:0:2:0:3:0:4:0'],
    ['string(ip("::1.2.3.4"))', '::102:304'],
    ['ip.isCanonical("2001:db8::1")', true],
    ['ip.isCanonical("2001:DB8::1")', false],
    ['ip("10.0.0.1") == ip("10.0.0.1")', true],
    ['ip("0.0.0.0").isUnspecified()', true],
    ['ip("127.1.2.3").isLoopback()', true],
    ['ip("::2").isLoopback()', false],
    ['ip("169.254.169.254").isLinkLocalUnicast()', true],
    ['ip("fe80::1").isLinkLocalUnicast()', true],
    ['ip("224.0.0.9").isLinkLocalMulticast()', true],
    ['ip("ff02::1").isLinkLocalMulticast()', true],
    ['ip("ff05::1").isLinkLocalMulticast()', false],
    ['ip("10.0.0.1").isGlobalUnicast()', true],
    ['ip("255.255.255.255").isGlobalUnicast()', false],
    ['ip("239.0.0.1").isGlobalUnicast()', false],
    ['type(ip("::1")) == net.IP', true],
    [
      'ip("300.0.0.1")',
      'error: IP Address "300.0.0.1" parse error during conversion from string: ParseAddr("300.0.0.1"): IPv4 field has value >255',
    ],
    [
      'ip("fe80::1%eth0")',
      'error: IP address "fe80::1%eth0" with zone value is not allowed',
    ],
    [
      'ip("::ffff:10.0.0.1")',
      'error: IPv4-mapped IPv6 address "::ffff:10.0.0.1" is not allowed',
    ],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source)).toEqual(expected);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..2.3',
    ':::1',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4:5:1.2.3.4',
    'g::',
    '::1%',
  ])('%p is no address', text => {
    expect(evaluateCel('isIP(object)', { object: text })).toBe(false);
  });

  it('reads every address that it writes, and writes it alike', () => {
    const values = fc.oneof(
      fc.record({
        family: fc.constant(4 as const),
        value: fc.bigInt(0n, 2n ** 32n - 1n),
      }),
      fc.record({
        family: fc.constant(6 as const),
        value: fc
          .array(fc.constantFrom(0n, 0n, 1n, 0xffffn, 0xabcn), {
            minLength: 8,
            maxLength: 8,
          })
          .map(groups =>
            groups.reduce<bigint>((value, group) => value * 65536n + group, 0n),
          ),
      }),
    );
    fc.assert(
      fc.property(values, address => {
        const text = formatAddress(address);
        expect(parseAddress(text)).toEqual({ ...address, zone: '' });
      }),
    );
  });
});

describe('cidr library', () => {
  it.each([
    ['cidr("10.0.0.0/8").containsIP(ip("10.9.8.7"))', true],
    ['cidr("10.0.0.0/8").containsIP("11.0.0.1")', false],
    ['cidr("10.0.0.0/8").containsIP("nowhere")', 'error: no such overload'],
    ['cidr("10.0.0.0/8").containsCIDR("10.1.0.0/16")', true],
    ['cidr("10.1.0.0/16").containsCIDR(cidr("10.0.0.0/8"))', false],
    ['cidr("0.0.0.0/0").containsIP("::1")', false],
    ['cidr("::/0").containsIP("fe80::1")', true],
    ['string(cidr("10.1.2.3/8").masked())', '10.0.0.0/8'],
    ['string(cidr("10.1.2.3/8").ip())', '10.1.2.3'],
    ['cidr("10.1.2.3/8") == cidr("10.0.0.0/8")', false],
    ['cidr("2001:db8::/32").prefixLength()', 32],
    ['isCIDR("10.0.0.0/33")', false],
    ['isCIDR("10.0.0.0/08")', false],
    ['isCIDR("10.0.0.0")', false],
    ['isCIDR("::ffff:10.0.0.0/100")', false],
    ['isCIDR("10.1.2.3/8")', true],
    [
      'cidr("10.0.0.0")',
      'error: network address parse error during conversion from string: network address parse error during conversion from string: netip.ParsePrefix("10.0.0.0"): no \'/\'',
    ],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source)).toEqual(expected);
  });
});

describe('url library', () => {
  it.each([
    ['url("HTTPS://me:pw@Example.org:8443/a?b=c#d").getScheme()', 'https'],
    ['url("https://me:pw@Example.org:8443/a").getHost()', 'Example.org:8443'],
    ['url("https://Example.org:8443/a").getHostname()', 'Example.org'],
    ['url("https://Example.org:8443/a").getPort()', '8443'],
    ['url("https://Example.org/a").getPort()', ''],
    ['url("https://[::1]:80/").getHost()', '[::1]:80'],
    ['url("https://[::1]:80/").getHostname()', '::1'],
    ['url("/a b/c").getEscapedPath()', '/a%20b/c'],
    ['url("/a%20b").getEscapedPath()', '/a%20b'],
    ['url("/é").getEscapedPath()', '/%C3%A9'],
    [
      'url("https://x/a?k=1&k=2&l=%20+").getQuery()',
      { k: ['1', '2'], l: ['  '] },
    ],
    ['url("https://x/a#f?k=1").getQuery()', {}],
    ['url("https://x/") == url("https://x/")', true],
    ['isURL("https://x/y?z")', true],
    ['isURL("/absolute")', true],
    ['isURL("relative")', false],
    ['isURL("https://a:b/")', false],
    ['isURL("https://a b/")', false],
    ['isURL("https://x/%zz")', false],
    ['isURL("https://[1.2.3.4]/")', false],
    [
      'url("relative")',
      'error: URL parse error during conversion from string: parse "relative": invalid URI for request',
    ],
  ])('%s is %p', (source, expected) => {
    expect(evaluateCel(source)).toEqual(expected);
  });
});
