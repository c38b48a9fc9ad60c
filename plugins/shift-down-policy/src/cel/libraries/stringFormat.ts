/** `'%s is %d'.format([…])` of the strings extension, version 2. */
import { CelError, Unknown, type Meter } from '../failures';
import {
  Double,
  Duration,
  isList,
  isMap,
  itemsOf,
  keysOf,
  lookUp,
  readValue,
  Timestamp,
  typeName,
  TypeValue,
  Uint,
  type CelList,
  type CelValue,
} from '../values';
import { formatDouble, quote, toFixed } from './text';
import { formatDuration, formatTimestamp } from './time';

interface Clause {
  verb: string;
  precision: number;
}

const DEFAULT_PRECISION = 6;
const MAX_PRECISION = 100;

const unrecognized = (verb: string) =>
  new CelError(
    `could not parse formatting clause: unrecognized formatting clause "${verb}"`,
  );

/** Reads the clause that follows a `%`. */
function readClause(text: string): Clause & { length: number } {
  const [whole = '', dot, digits, verb] = /^(\.)?(\d*)([^])?/.exec(text) ?? [];
  if (whole === '') {
    throw new CelError('unexpected end of string');
  }
  if (!dot && digits !== '') {
    throw unrecognized(digits[0]);
  }
  const precisionProblem = (problem: string) =>
    new CelError(
      `could not parse formatting clause: error while parsing precision: ${problem}`,
    );
  if (verb === undefined) {
    throw precisionProblem('could not find end of precision specifier');
  }
  if (dot && digits === '') {
    throw precisionProblem(
      'error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax',
    );
  }
  if (!'sdfebxXo'.includes(verb)) {
    throw unrecognized(verb);
  }
  return {
    verb,
    precision: dot ? Number(digits) : DEFAULT_PRECISION,
    length: whole.length,
  };
}

const unfit = (clause: string, types: string, value: CelValue) =>
  new CelError(
    `error during formatting: ${clause} clause can only be used on ${types}, was given ${typeName(
      value,
    )}`,
  );

/** Within lists and maps values are written so that they could be read again. */
function literal(value: CelValue): string {
  if (typeof value === 'string') {
    return quote(value);
  }
  if (value instanceof Uint8Array) {
    return `b${quote(new TextDecoder().decode(value))}`;
  }
  if (value instanceof Timestamp) {
    return `timestamp("${formatTimestamp(value)}")`;
  }
  if (value instanceof Duration) {
    return `duration("${formatDuration(value)}")`;
  }
  if (value instanceof Double) {
    return Number.isFinite(value.value)
      ? toFixed(value.value, DEFAULT_PRECISION)
      : quote(formatDouble(value.value));
  }
  return plain(value);
}

function plain(value: CelValue): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
  }
  if (value === null) {
    return 'null';
  }
  if (isList(value)) {
    return `[${itemsOf(value).map(literal).join(', ')}]`;
  }
  if (isMap(value)) {
    const entries = keysOf(value).map(key => [
      literal(key),
      literal(readValue(lookUp(value, key), 'an entry of the map')),
    ]);
    entries.sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
    return `{${entries.map(entry => entry.join(':')).join(', ')}}`;
  }
  if (value instanceof Double) {
    return formatDouble(value.value);
  }
  if (value instanceof Uint) {
    return String(value.value);
  }
  if (value instanceof TypeValue) {
    return value.name;
  }
  if (value instanceof Uint8Array) {
    return new TextDecoder().decode(value);
  }
  if (value instanceof Timestamp) {
    return formatTimestamp(value);
  }
  if (value instanceof Duration) {
    return formatDuration(value);
  }
  throw unfit(
    'string',
    'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
    value,
  );
}

function decimal(value: CelValue): string {
  if (typeof value === 'bigint' || value instanceof Uint) {
    return plain(value);
  }
  throw unfit('decimal', 'integers', value);
}

const NAMES_OF_NUMBERS: Record<string, number> = {
  NaN,
  Infinity,
  '-Infinity': -Infinity,
};

function realOf(value: CelValue, clause: string): number {
  if (value instanceof Double) {
    return value.value;
  }
  const named = typeof value === 'string' ? NAMES_OF_NUMBERS[value] : undefined;
  if (named === undefined) {
    throw unfit(clause, 'doubles', value);
  }
  return named;
}

const notFinite = (value: number) =>
  Number.isNaN(value) ? 'NaN' : `${value < 0 ? '-' : ''}∞`;

/** As Go prints numbers in English: digits in groups of three. */
function fixed(value: number, precision: number): string {
  if (!Number.isFinite(value)) {
    return notFinite(value);
  }
  if (precision > MAX_PRECISION) {
    throw new Unknown(`a precision of ${precision} is not supported`);
  }
  const [whole, fraction] = toFixed(value === 0 ? 0 : value, precision).split(
    '.',
  );
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction ? `${grouped}.${fraction}` : grouped;
}

const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Whatever precision was asked for, the server shows six digits. */
function scientific(value: number): string {
  if (!Number.isFinite(value)) {
    return notFinite(value);
  }
  const [mantissa, exponent] = value
    .toExponential(DEFAULT_PRECISION)
    .split('e');
  const digits = exponent
    .slice(1)
    .padStart(2, '0')
    .replace(/\d/g, digit => SUPERSCRIPT[Number(digit)]);
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${digits}`;
}

function inBase(
  value: CelValue,
  base: number,
  clause: string,
  types: string,
): string {
  if (typeof value === 'bigint') {
    return value.toString(base);
  }
  if (value instanceof Uint) {
    return value.value.toString(base);
  }
  throw unfit(clause, types, value);
}

function hex(value: CelValue): string {
  if (typeof value === 'string') {
    return Buffer.from(value, 'utf8').toString('hex');
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('hex');
  }
  return inBase(value, 16, 'hex', 'integers, byte buffers, and strings');
}

function formatClause({ verb, precision }: Clause, value: CelValue): string {
  switch (verb) {
    case 's':
      return plain(value);
    case 'd':
      return decimal(value);
    case 'f':
      return fixed(realOf(value, 'fixed-point'), precision);
    case 'e':
      return scientific(realOf(value, 'scientific'));
    case 'b':
      return typeof value === 'boolean'
        ? String(Number(value))
        : inBase(value, 2, 'binary', 'integers and bools');
    case 'x':
      return hex(value);
    case 'X':
      return hex(value).toUpperCase();
    default:
      return inBase(value, 8, 'octal', 'integers');
  }
}

/** The text, and how many of the list's items it took. */
function interpolate(
  format: string,
  list: CelList,
): { text: string; used: number } {
  let text = '';
  let used = 0;
  let rest = format;
  for (;;) {
    const percent = rest.indexOf('%');
    if (percent < 0) {
      return { text: text + rest, used };
    }
    text += rest.slice(0, percent);
    rest = rest.slice(percent + 1);
    if (rest.startsWith('%')) {
      text += '%';
      rest = rest.slice(1);
    } else {
      if (used >= list.length) {
        throw new CelError(`index ${used} out of range`);
      }
      const value = readValue(list[used++], 'an argument of format');
      const clause = readClause(rest);
      text += formatClause(clause, value);
      rest = rest.slice(clause.length);
    }
  }
}

export function formatText(
  format: string,
  list: CelList,
  meter: Meter,
): string {
  const { text } = interpolate(format, list);
  meter.spend(Math.floor(text.length * 0.1));
  return text;
}

/** What the server finds wrong beforehand where both text and arguments are literal. */
export function checkFormat(format: string, list: readonly CelValue[]): void {
  if (format.endsWith('%') && !format.endsWith('%%')) {
    throw new CelError('unexpected end of string');
  }
  const { used } = interpolate(format, list);
  if (list.length > used) {
    throw new CelError(
      `too many arguments supplied to string.format (expected ${used}, got ${list.length})`,
    );
  }
}
