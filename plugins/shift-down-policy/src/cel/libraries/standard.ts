/** The standard functions of CEL: sizes, conversions and tests of text. */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import {
  Double,
  Duration,
  isIncomplete,
  keysOf,
  MAX_INT,
  MIN_INT,
  MAX_UINT,
  Timestamp,
  typeName,
  TypeValue,
  Uint,
  type CelList,
  type CelMap,
  type CelValue,
  type JsonMap,
} from '../values';
import { Unknown } from '../failures';
import { matchesPattern, patternCost } from './patterns';
import { formatDouble, sizeOfText } from './text';
import {
  formatDuration,
  formatTimestamp,
  parseDuration,
  parseTimestamp,
  timestampOf,
} from './time';

const SECOND = 1_000_000_000n;

const traversal = (text: string | Uint8Array) => Math.ceil(text.length * 0.1);

function conversionError(from: string, to: string): CelError {
  return new CelError(`type conversion error from '${from}' to '${to}'`);
}

function parseInteger(text: string, to: 'int' | 'uint'): bigint {
  if (!(to === 'int' ? /^[+-]?\d+$/ : /^\d+$/).test(text)) {
    throw conversionError('string', to);
  }
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > (to === 'int' ? MAX_INT : MAX_UINT) || value < MIN_INT) {
    throw conversionError('string', to);
  }
  return value;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE: Record<string, number> = {
  nan: NaN,
  inf: Infinity,
  infinity: Infinity,
};

function parseDouble(text: string): Double {
  if (DECIMAL.test(text) && Number.isFinite(Number(text))) {
    return new Double(Number(text));
  }
  const value = NOT_FINITE[text.toLowerCase().replace(/^[+-]/, '')];
  if (value === undefined) {
    throw conversionError('string', 'double');
  }
  return new Double(text.startsWith('-') ? -value : value);
}

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function parseBool(text: string): boolean {
  if (!TRUE.has(text) && !FALSE.has(text)) {
    throw conversionError('string', 'bool');
  }
  return TRUE.has(text);
}

function wholeOf(value: number, low: bigint, high: bigint, message: string) {
  const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  if (whole === undefined || value < low || whole > high) {
    throw new CelError(message);
  }
  return whole;
}

function between(value: bigint, low: bigint, high: bigint, message: string) {
  if (value < low || value > high) {
    throw new CelError(message);
  }
  return value;
}

const toInt = (value: bigint) =>
  between(value, MIN_INT, MAX_INT, 'integer overflow');
const toUint = (value: bigint) =>
  new Uint(between(value, 0n, MAX_UINT, 'unsigned integer overflow'));

function sizeOfMap(map: CelMap | JsonMap): bigint {
  if (isIncomplete(map)) {
    throw new Unknown('the entries of the map are not all kept here');
  }
  return BigInt(keysOf(map).length);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CelError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

const SIZES = [
  ['string', (text: string) => BigInt(sizeOfText(text))],
  ['bytes', (bytes: Uint8Array) => BigInt(bytes.length)],
  ['list(A)', (list: CelList) => BigInt(list.length)],
  ['map(A, B)', sizeOfMap],
] as const;

const same = (value: CelValue) => value;

export const standard = [
  ...SIZES.flatMap(([type, size]) => [
    global(`size(${type}): int`, size),
    method(`size(${type}): int`, size),
  ]),
  method(
    'startsWith(string, string): bool',
    (text: string, start: string) => text.startsWith(start),
    { cost: traversal },
  ),
  method(
    'endsWith(string, string): bool',
    (text: string, end: string) => text.endsWith(end),
    { cost: traversal },
  ),
  method(
    'contains(string, string): bool',
    (text: string, part: string) => text.includes(part),
    {
      cost: (text: string, part: string) =>
        Math.ceil(text.length * 0.1) * Math.ceil(part.length * 0.1),
    },
  ),
  method('matches(string, string): bool', matchesPattern, {
    cost: patternCost,
  }),
  global('matches(string, string): bool', matchesPattern, {
    cost: patternCost,
  }),
  global('dyn(A): dyn', same),
  global(
    'type(A): type(A)',
    (value: CelValue) => new TypeValue(typeName(value)),
  ),

  global('bool(bool): bool', same),
  global('bool(string): bool', parseBool),
  global('bytes(bytes): bytes', same),
  global(
    'bytes(string): bytes',
    (text: string) => new TextEncoder().encode(text),
    {
      cost: traversal,
    },
  ),
  global('double(double): double', same),
  global('double(int): double', (value: bigint) => new Double(Number(value))),
  global(
    'double(uint): double',
    (uint: Uint) => new Double(Number(uint.value)),
  ),
  global('double(string): double', parseDouble),
  global('int(int): int', same),
  global('int(uint): int', (uint: Uint) => toInt(uint.value)),
  global('int(double): int', ({ value }: Double) =>
    wholeOf(value, MIN_INT + 1n, MAX_INT - 1n, 'integer overflow'),
  ),
  global('int(string): int', (text: string) => parseInteger(text, 'int')),
  global(
    'int(google.protobuf.Timestamp): int',
    ({ nanoseconds }: Timestamp) => nanoseconds / SECOND,
  ),
  global(
    'int(google.protobuf.Duration): int',
    ({ nanoseconds }: Duration) => nanoseconds,
  ),
  global('uint(uint): uint', same),
  global('uint(int): uint', toUint),
  global('uint(double): uint', ({ value }: Double) =>
    toUint(wholeOf(value, 0n, MAX_UINT, 'unsigned integer overflow')),
  ),
  global('uint(string): uint', (text: string) =>
    toUint(parseInteger(text, 'uint')),
  ),
  global('string(string): string', same),
  global('string(bool): string', (value: boolean) => String(value)),
  global('string(int): string', (value: bigint) => String(value)),
  global('string(uint): string', (uint: Uint) => String(uint.value)),
  global('string(double): string', ({ value }: Double) => formatDouble(value)),
  global('string(bytes): string', decodeUtf8, { cost: traversal }),
  global('string(google.protobuf.Timestamp): string', formatTimestamp),
  global('string(google.protobuf.Duration): string', formatDuration),
  global(
    'timestamp(google.protobuf.Timestamp): google.protobuf.Timestamp',
    same,
  ),
  global('timestamp(int): google.protobuf.Timestamp', (seconds: bigint) =>
    timestampOf(seconds * SECOND),
  ),
  global('timestamp(string): google.protobuf.Timestamp', parseTimestamp),
  global('duration(google.protobuf.Duration): google.protobuf.Duration', same),
  global('duration(int): google.protobuf.Duration', () => {
    throw conversionError('int', 'google.protobuf.Duration');
  }),
  global('duration(string): google.protobuf.Duration', parseDuration),
];
