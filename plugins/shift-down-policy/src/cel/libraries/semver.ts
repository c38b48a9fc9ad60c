/** Semantic versions (https://semver.org) as Kubernetes' semver library has them. */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import { LibraryValue, MAX_UINT } from '../values';
import { quote } from './text';

type Identifier = bigint | string;

function order<T extends bigint | string>(one: T, other: T): number {
  if (one === other) {
    return 0;
  }
  return one < other ? -1 : 1;
}

function compareIdentifiers(one: Identifier, other: Identifier): number {
  if (typeof one === typeof other) {
    return order(one, other);
  }
  return typeof one === 'bigint' ? -1 : 1;
}

export class Semver extends LibraryValue {
  readonly typeName = 'kubernetes.Semver';
  readonly numbers: readonly bigint[];
  readonly prerelease: readonly Identifier[];

  constructor(numbers: readonly bigint[], prerelease: readonly Identifier[]) {
    super();
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Semver && this.compareTo(other) === 0;
  }

  compareTo(other: Semver): number {
    for (const [index, number] of this.numbers.entries()) {
      const result = order(number, other.numbers[index]);
      if (result !== 0) {
        return result;
      }
    }
    const mine = this.prerelease;
    const theirs = other.prerelease;
    if (mine.length === 0 || theirs.length === 0) {
      return Math.sign(theirs.length - mine.length);
    }
    for (let index = 0; index < Math.min(mine.length, theirs.length); index++) {
      const result = compareIdentifiers(mine[index], theirs[index]);
      if (result !== 0) {
        return result;
      }
    }
    return Math.sign(mine.length - theirs.length);
  }
}

const NUMBERS = /^\d+$/;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;

function fail(message: string): never {
  throw new CelError(message);
}

function parseNumber(text: string, name: string): bigint {
  // An empty one passes for a number at first, as on the server.
  if (text !== '' && !NUMBERS.test(text)) {
    fail(`Invalid character(s) found in ${name} number ${quote(text)}`);
  }
  if (text.length > 1 && text.startsWith('0')) {
    fail(
      `${name[0].toUpperCase()}${name.slice(
        1,
      )} number must not contain leading zeroes ${quote(text)}`,
    );
  }
  return parseUint(text);
}

function parseUint(text: string): bigint {
  if (text === '') {
    fail('strconv.ParseUint: parsing "": invalid syntax');
  }
  const value = BigInt(text);
  return value > MAX_UINT
    ? fail(`strconv.ParseUint: parsing ${quote(text)}: value out of range`)
    : value;
}

function parsePrerelease(text: string): Identifier {
  if (text === '') {
    fail('Prerelease is empty');
  }
  if (NUMBERS.test(text)) {
    if (text.length > 1 && text.startsWith('0')) {
      fail(
        `Numeric PreRelease version must not contain leading zeroes ${quote(
          text,
        )}`,
      );
    }
    return parseUint(text);
  }
  return IDENTIFIER.test(text)
    ? text
    : fail(`Invalid character(s) found in prerelease ${quote(text)}`);
}

function checkBuild(text: string): void {
  if (text === '') {
    fail('Build meta data is empty');
  }
  if (!IDENTIFIER.test(text)) {
    fail(`Invalid character(s) found in build meta data ${quote(text)}`);
  }
}

/** In at most three parts, the last with everything else. */
function splitVersion(text: string): string[] {
  const [major, minor, ...rest] = text.split('.');
  return [major, minor, rest.length > 0 ? rest.join('.') : undefined].filter(
    part => part !== undefined,
  );
}

/** `before` the mark and, if it is there, what is after it. */
function cut(text: string, mark: string): [string, string?] {
  const index = text.indexOf(mark);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

export function parseSemver(text: string): Semver {
  if (text === '') {
    fail('Version string empty');
  }
  const parts = splitVersion(text);
  if (parts.length !== 3) {
    fail('No Major.Minor.Patch elements found');
  }
  const major = parseNumber(parts[0], 'major');
  const minor = parseNumber(parts[1], 'minor');
  const [beforeBuild, build] = cut(parts[2], '+');
  const [patchText, prerelease] = cut(beforeBuild, '-');
  const patch = parseNumber(patchText, 'patch');
  const identifiers = prerelease?.split('.').map(parsePrerelease) ?? [];
  build?.split('.').forEach(checkBuild);
  return new Semver([major, minor, patch], identifiers);
}

/** Without a leading `v` and leading zeros, with minor and patch. */
function normalize(text: string): string {
  const parts = splitVersion(text.replace(/^v/, '')).map(part => {
    if (part.length < 2) {
      return part;
    }
    const rest = part.replace(/^0+/, '');
    return /^\d/.test(rest) ? rest : `0${rest}`;
  });
  if (parts.length < 3 && /[+-]/.test(parts[parts.length - 1])) {
    fail('short version cannot contain PreRelease/Build meta data');
  }
  while (parts.length < 3) {
    parts.push('0');
  }
  return parts.join('.');
}

const parse = (text: string, normalized: boolean) =>
  parseSemver(normalized ? normalize(text) : text);

function isSemver(text: string, normalized: boolean): boolean {
  try {
    return parse(text, normalized) instanceof Semver;
  } catch (failure) {
    if (failure instanceof CelError) {
      return false;
    }
    throw failure;
  }
}

const TYPE = 'kubernetes.Semver';
const SINCE = { since: 33 };
const PARSING = {
  since: 33,
  cost: (text: string) => Math.ceil(text.length * 0.1),
};

export const semver = [
  global(
    `semver(string): ${TYPE}`,
    (text: string) => parse(text, false),
    PARSING,
  ),
  global(`semver(string, bool): ${TYPE}`, parse, PARSING),
  global(
    'isSemver(string): bool',
    (text: string) => isSemver(text, false),
    PARSING,
  ),
  global('isSemver(string, bool): bool', isSemver, PARSING),
  ...['major', 'minor', 'patch'].map((name, index) =>
    method(
      `${name}(${TYPE}): int`,
      ({ numbers }: Semver) => BigInt.asIntN(64, numbers[index]),
      SINCE,
    ),
  ),
  method(
    `isGreaterThan(${TYPE}, ${TYPE}): bool`,
    (one: Semver, other: Semver) => one.compareTo(other) > 0,
    SINCE,
  ),
  method(
    `isLessThan(${TYPE}, ${TYPE}): bool`,
    (one: Semver, other: Semver) => one.compareTo(other) < 0,
    SINCE,
  ),
  method(
    `compareTo(${TYPE}, ${TYPE}): int`,
    (one: Semver, other: Semver) => BigInt(one.compareTo(other)),
    SINCE,
  ),
];
