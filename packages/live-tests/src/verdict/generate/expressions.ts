/**
 * CEL expressions of every type and library that policies may use, right by their types.
 *
 * Left out is what the API server itself leaves to chance or gets wrong: the order of maps
 * with several keys, quantities compared with sums by `==`, errors in lists to sort.
 */
import fc from 'fast-check';

export interface TypedExpression {
  source: string;
  /** An expression of type string that tells its value. */
  shown: string;
}

type Source = fc.Arbitrary<string>;

interface Types {
  int: string;
  double: string;
  uint: string;
  string: string;
  bool: string;
  ints: string;
  strings: string;
  map: string;
  duration: string;
  timestamp: string;
  quantity: string;
  ip: string;
  cidr: string;
  semver: string;
  url: string;
  optional: string;
}

const STRINGS = [
  '',
  'a',
  'web',
  'Hello, World',
  'a-b-c',
  '  padded ',
  '1',
  '-42',
  '3.5',
  'true',
  'nginx:1.25',
  'registry.example/shop/web@sha256:0123',
  'ünïcödé',
  '日本語',
  '10.0.0.1',
  'x.y.z',
];
const PATTERNS = [
  '^a',
  '[aeiou]',
  'a.*b',
  '^[^/]+$',
  '\\\\d+',
  '(a)(b)?',
  'l+',
];

/** Puts arbitraries into the holes of a template. */
function f(parts: TemplateStringsArray, ...holes: Source[]): Source {
  return fc
    .tuple(...holes)
    .map(values =>
      parts.reduce((text, part, index) => text + values[index - 1] + part),
    );
}

function quoted(text: string): string {
  return `'${text}'`;
}

const { expression } = fc.letrec<Types & { expression: TypedExpression }>(
  (tie: fc.LetrecTypedTie<Types & { expression: TypedExpression }>) => {
    const int = tie('int');
    const double = tie('double');
    const uint = tie('uint');
    const string = tie('string');
    const bool = tie('bool');
    const ints = tie('ints');
    const strings = tie('strings');
    const map = tie('map');
    const duration = tie('duration');
    const timestamp = tie('timestamp');
    const quantity = tie('quantity');
    const ip = tie('ip');
    const cidr = tie('cidr');
    const semver = tie('semver');
    const url = tie('url');
    const optional = tie('optional');
    const literal = fc.constantFrom(...STRINGS).map(quoted);
    const pattern = fc.constantFrom(...PATTERNS).map(quoted);
    const of = (leaf: Source, ...rest: Source[]) =>
      fc.oneof({ maxDepth: 2, depthIdentifier: 'cel' }, leaf, ...rest);
    const any = (source: Source, shown: (source: string) => string) =>
      source.map(text => ({ source: text, shown: shown(text) }));
    const plain = (text: string) => `string(${text})`;

    return {
      int: of(
        fc.oneof(
          fc.integer({ min: -3, max: 20 }).map(String),
          fc.constantFrom(
            '9223372036854775807',
            '-9223372036854775807',
            'size(object.data)',
            'object.metadata.name.size()',
            'int(object.data.number)',
          ),
        ),
        f`(${int} + ${int})`,
        f`(${int} - ${int})`,
        f`(${int} * ${int})`,
        f`(${int} / ${int})`,
        f`(${int} % ${int})`,
        f`(-(${int}))`,
        f`size(${string})`,
        f`${strings}.size()`,
        f`size(${map})`,
        f`int(${double})`,
        f`int(${uint})`,
        f`int(${string})`,
        f`int(${timestamp})`,
        f`(${bool} ? ${int} : ${int})`,
        f`${ints}[${int}]`,
        f`${map}[${string}]`,
        f`${ints}.sum()`,
        f`${ints}.min()`,
        f`${ints}.max()`,
        f`${ints}.indexOf(${int})`,
        f`${ints}.lastIndexOf(${int})`,
        f`${string}.indexOf(${string})`,
        f`${string}.lastIndexOf(${string})`,
        f`${string}.indexOf(${string}, ${int})`,
        f`${duration}.getSeconds()`,
        f`${duration}.getMilliseconds()`,
        f`${duration}.getHours()`,
        f`${timestamp}.getFullYear()`,
        f`${timestamp}.getDayOfWeek()`,
        f`${timestamp}.getDate()`,
        f`${timestamp}.getDayOfYear()`,
        f`${timestamp}.getHours('America/New_York')`,
        f`${quantity}.asInteger()`,
        f`${quantity}.compareTo(${quantity})`,
        f`${ip}.family()`,
        f`${cidr}.prefixLength()`,
        f`${semver}.major()`,
        f`${semver}.compareTo(${semver})`,
        f`${map}.?a.orValue(${int})`,
      ),
      uint: of(
        fc.constantFrom('0u', '7u', '18446744073709551615u'),
        f`(${uint} + ${uint})`,
        f`(${uint} - ${uint})`,
        f`(${uint} / ${uint})`,
        f`uint(${int})`,
        f`uint(${string})`,
        f`uint(${double})`,
      ),
      double: of(
        fc.constantFrom('0.5', '-1.25', '3.0', '1e100', '0.1'),
        f`(${double} + ${double})`,
        f`(${double} * ${double})`,
        f`(${double} / ${double})`,
        f`double(${int})`,
        f`double(${string})`,
        f`${quantity}.asApproximateFloat()`,
      ),
      string: of(
        fc.oneof(
          { weight: 3, arbitrary: literal },
          fc.constantFrom(
            'object.metadata.name',
            'object.kind',
            'object.data.text',
            'request.namespace',
          ),
        ),
        f`(${string} + ${string})`,
        f`string(${int})`,
        f`string(${double})`,
        f`string(${uint})`,
        f`string(${bool})`,
        f`string(${duration})`,
        f`string(${timestamp})`,
        f`string(${ip})`,
        f`string(${cidr})`,
        f`string(type(${int}))`,
        f`(${bool} ? ${string} : ${string})`,
        f`${string}.lowerAscii()`,
        f`${string}.upperAscii()`,
        f`${string}.trim()`,
        f`${string}.charAt(${int})`,
        f`${string}.substring(${int})`,
        f`${string}.substring(${int}, ${int})`,
        f`${string}.replace(${string}, ${string})`,
        f`${string}.replace(${string}, ${string}, ${int})`,
        f`${strings}.join()`,
        f`${strings}.join(${string})`,
        f`${strings}[${int}]`,
        f`${string}.find(${pattern})`,
        f`strings.quote(${string})`,
        f`'%s is %d'.format([${string}, ${int}])`,
        f`'%s %s'.format([${strings}, ${map}])`,
        f`'%.2f %e'.format([${double}, ${double}])`,
        f`'%b %o %x %X'.format([${int}, ${int}, ${int}, ${string}])`,
        f`'%s %s %s'.format([${bool}, ${duration}, ${timestamp}])`,
        f`'%d%%'.format([${uint}])`,
        f`${url}.getHost()`,
        f`${url}.getHostname()`,
        f`${url}.getPort()`,
        f`${url}.getScheme()`,
        f`${url}.getEscapedPath()`,
        f`${optional}.orValue(${string})`,
        f`${optional}.value()`,
        f`string(${url}.getQuery())`,
      ),
      bool: of(
        fc.constantFrom(
          'true',
          'false',
          "'text' in object.data",
          'has(object.data.missing)',
          'object.data.missing == 1',
        ),
        f`(${bool} && ${bool})`,
        f`(${bool} || ${bool})`,
        f`(!${bool})`,
        f`(${int} < ${int})`,
        f`(${int} == ${double})`,
        f`(${double} >= ${int})`,
        f`(${uint} > ${int})`,
        f`(${string} < ${string})`,
        f`(${string} == ${string})`,
        f`(${ints} == ${ints})`,
        f`(${map} != ${map})`,
        f`(${duration} > ${duration})`,
        f`(${timestamp} <= ${timestamp})`,
        f`(dyn(${int}) == ${string})`,
        f`(${int} in ${ints})`,
        f`(${string} in ${map})`,
        f`${string}.contains(${string})`,
        f`${string}.startsWith(${string})`,
        f`${string}.endsWith(${string})`,
        f`${string}.matches(${pattern})`,
        f`${ints}.all(i, i > ${int})`,
        f`${ints}.exists(i, i == ${int})`,
        f`${ints}.exists_one(i, i == ${int})`,
        f`${strings}.all(s, s.size() < ${int})`,
        f`${map}.all(k, k != ${string})`,
        f`${map}.exists(k, v, v > ${int} && k != '')`,
        f`${ints}.all(i, v, i < 5 || v > ${int})`,
        f`${ints}.isSorted()`,
        f`sets.contains(${ints}, ${ints})`,
        f`sets.equivalent(${ints}, ${ints})`,
        f`sets.intersects(${strings}, ${strings})`,
        f`isQuantity(${string})`,
        f`${quantity}.isInteger()`,
        f`${quantity}.isLessThan(${quantity})`,
        f`isIP(${string})`,
        f`${ip}.isLoopback()`,
        f`${ip}.isUnspecified()`,
        f`ip.isCanonical(${string})`,
        f`isCIDR(${string})`,
        f`${cidr}.containsIP(${ip})`,
        f`${cidr}.containsCIDR(${cidr})`,
        f`isSemver(${string})`,
        f`isURL(${string})`,
        f`${semver}.isGreaterThan(${semver})`,
        f`${optional}.hasValue()`,
        f`format.dns1123Label().validate(${string}).hasValue()`,
        f`format.named('qualifiedName').hasValue()`,
      ),
      ints: of(
        fc.constantFrom('[1]', '[3, 1, 2]', '[1, 1]', '[1, 2, 3, 4]'),
        f`[${int}, ${int}]`,
        f`(${ints} + ${ints})`,
        f`${ints}.map(i, i * ${int})`,
        f`${ints}.filter(i, i > ${int})`,
        f`${ints}.map(i, i != ${int}, i + 1)`,
        f`${strings}.map(s, size(s))`,
        f`${map}.map(k, ${map}[k])`,
        f`${ints}.slice(${int}, ${int})`,
        f`${ints}.sort()`,
        f`${ints}.distinct()`,
        f`${ints}.reverse()`,
        f`lists.range(3).map(i, i + ${int})`,
        f`[${ints}, ${ints}].flatten()`,
        f`${ints}.transformList(i, v, i + v)`,
        f`${ints}.sortBy(i, -i)`,
      ),
      strings: of(
        fc.constantFrom("['a']", "['b', 'a']", "['web', '', 'a']"),
        f`[${string}, ${string}]`,
        f`${string}.split(${string})`,
        f`${string}.split('-', ${int})`,
        f`${string}.findAll(${pattern})`,
        f`${ints}.map(i, string(i))`,
        f`${strings}.filter(s, s != ${string})`,
        f`${strings}.sort()`,
        f`${map}.map(k, k)`,
      ),
      map: of(
        fc.constantFrom("{'a': 1}", "{'web': 2}", "{'': 0}"),
        f`{${string}: ${int}}`,
        f`{'a': ${int}}`,
        f`${map}.transformMap(k, v, v + ${int})`,
      ),
      duration: of(
        fc.constantFrom(
          "duration('1h30m')",
          "duration('-2s')",
          "duration('1500ms')",
          "duration('0s')",
        ),
        f`(${duration} + ${duration})`,
        f`(${timestamp} - ${timestamp})`,
        f`duration(${string})`,
      ),
      timestamp: of(
        fc.constantFrom(
          "timestamp('2026-01-02T03:04:05Z')",
          "timestamp('2024-02-29T23:59:59.5+02:00')",
          "timestamp('1969-12-31T00:00:00Z')",
        ),
        f`(${timestamp} + ${duration})`,
        f`(${timestamp} - ${duration})`,
        f`timestamp(${int})`,
        f`timestamp(${string})`,
      ),
      quantity: of(
        fc.constantFrom(
          "quantity('1500m')",
          "quantity('1Gi')",
          "quantity('200k')",
          "quantity('-5')",
          "quantity('0')",
        ),
        f`${quantity}.add(${quantity})`,
        f`${quantity}.sub(${int})`,
        f`quantity(${string})`,
      ),
      ip: of(
        fc.constantFrom(
          "ip('10.1.2.3')",
          "ip('127.0.0.1')",
          "ip('::1')",
          "ip('2001:db8::1')",
        ),
        f`${cidr}.ip()`,
        f`ip(${string})`,
      ),
      cidr: of(
        fc.constantFrom(
          "cidr('10.0.0.0/8')",
          "cidr('10.1.2.3/16')",
          "cidr('2001:db8::/32')",
        ),
        f`${cidr}.masked()`,
        f`cidr(${string})`,
      ),
      semver: of(
        fc.constantFrom(
          "semver('1.2.3')",
          "semver('2.0.0-rc.1+build')",
          "semver('v1.2', true)",
        ),
        f`semver(${string})`,
      ),
      url: of(
        fc.constantFrom(
          "url('https://user@a.example.com:8080/p%20q?x=1&y=2')",
          "url('/only/a/path')",
          "url('http://[::1]/')",
        ),
        f`url(${string})`,
      ),
      optional: of(
        fc
          .constantFrom(
            'object.data[?"text"]',
            'object.?data.?missing',
            "optional.of('x')",
            'optional.none()',
          )
          .map(text =>
            text.startsWith('object') ? `${text}.optMap(v, string(v))` : text,
          ),
        f`optional.ofNonZeroValue(${string})`,
        f`${strings}[?${int}]`,
        f`${optional}.optMap(v, v + 'y')`,
        f`${optional}.or(optional.of(${string}))`,
        f`${strings}.first()`,
        f`${strings}.last()`,
      ),
      expression: fc.oneof(
        any(int, plain),
        any(uint, plain),
        any(double, plain),
        { weight: 3, arbitrary: any(string, text => text) },
        { weight: 2, arbitrary: any(bool, plain) },
        any(ints, text => `${text}.map(x, string(x)).join(',')`),
        any(strings, text => `${text}.join('|')`),
        any(map, text => `'%s'.format([${text}])`),
        any(duration, plain),
        any(timestamp, plain),
        any(quantity, text => `string(${text}.asApproximateFloat())`),
        any(ip, plain),
        any(cidr, plain),
        any(semver, text => `string(${text}.minor())`),
        any(optional, text => `${text}.orValue('none')`),
      ) as fc.Arbitrary<TypedExpression>,
    };
  },
);

export { expression };
