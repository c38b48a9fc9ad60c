/** Timestamps (RFC 3339) and durations (Go's notation), and what they are made of. */
import { CelError } from '../failures';
import { method } from '../overloads';
import { Duration, MAX_INT, MIN_INT, Timestamp } from '../values';

const SECOND = 1_000_000_000n;
const MILLISECOND = 1_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const MINIMUM = -62_135_596_800n * SECOND;
const MAXIMUM = 253_402_300_800n * SECOND - 1n;

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

const conversionError = (to: string) =>
  new CelError(`type conversion error from 'string' to '${to}'`);

export function parseTimestamp(text: string): Timestamp {
  const match = RFC3339.exec(text);
  const error = conversionError('google.protobuf.Timestamp');
  if (!match) {
    throw error;
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists =
    !Number.isNaN(midnight.getTime()) && midnight.getUTCDate() === Number(day);
  const [zoneHour, zoneMinute] =
    zone === 'Z' ? ['0', '0'] : zone.slice(1).split(':');
  if (
    !exists ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59 ||
    Number(zoneHour) > 23 ||
    Number(zoneMinute) > 59
  ) {
    throw error;
  }
  const offset = BigInt(zoneHour) * HOUR + BigInt(zoneMinute) * MINUTE;
  const local =
    BigInt(midnight.getTime()) * MILLISECOND +
    BigInt(hour) * HOUR +
    BigInt(minute) * MINUTE +
    BigInt(second) * SECOND +
    BigInt((fraction ?? '').padEnd(9, '0').slice(0, 9));
  const nanoseconds = zone.startsWith('-') ? local + offset : local - offset;
  const minutes = Number(zoneHour) * 60 + Number(zoneMinute);
  return timestampOf(nanoseconds, zone.startsWith('-') ? -minutes : minutes);
}

/** Checks that it lies in the years 1 to 9999. */
export function timestampOf(nanoseconds: bigint, offset = 0): Timestamp {
  if (nanoseconds < MINIMUM || nanoseconds > MAXIMUM) {
    throw new CelError('timestamp overflow');
  }
  return new Timestamp(nanoseconds, offset);
}

/** Checks that it fits in 64 bits. */
export function durationOf(nanoseconds: bigint): Duration {
  if (nanoseconds > MAX_INT || nanoseconds < MIN_INT) {
    throw new CelError('integer overflow');
  }
  return new Duration(nanoseconds);
}

const fractionText = (nanoseconds: bigint) => {
  const digits = String(nanoseconds).padStart(9, '0').replace(/0+$/, '');
  return digits && `.${digits}`;
};

const secondsOf = (nanoseconds: bigint): bigint => {
  const seconds = nanoseconds / SECOND;
  return nanoseconds < 0n && seconds * SECOND !== nanoseconds
    ? seconds - 1n
    : seconds;
};

const dateOf = ({ nanoseconds }: Timestamp) =>
  new Date(Number(secondsOf(nanoseconds)) * 1000);

function offsetText(minutes: number): string {
  if (minutes === 0) {
    return 'Z';
  }
  const size = Math.abs(minutes);
  const parts = [Math.floor(size / 60), size % 60].map(part =>
    String(part).padStart(2, '0'),
  );
  return `${minutes < 0 ? '-' : '+'}${parts.join(':')}`;
}

export function formatTimestamp({ nanoseconds, offset }: Timestamp): string {
  const local = nanoseconds + BigInt(offset) * MINUTE;
  const seconds = secondsOf(local);
  const date = new Date(Number(seconds) * 1000);
  return `${date.toISOString().slice(0, 19)}${fractionText(
    local - seconds * SECOND,
  )}${offsetText(offset)}`;
}

const UNITS: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: MILLISECOND,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
};

const DURATION =
  /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;

export function parseDuration(text: string): Duration {
  const match = DURATION.exec(text);
  if (!match) {
    throw conversionError('google.protobuf.Duration');
  }
  let nanoseconds = 0n;
  for (const [, whole, fraction = '', unit] of match[2].matchAll(
    /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g,
  )) {
    const scale = UNITS[unit];
    nanoseconds += BigInt(whole || '0') * scale;
    if (fraction) {
      nanoseconds +=
        (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
    }
  }
  if (nanoseconds > MAX_INT) {
    throw conversionError('google.protobuf.Duration');
  }
  return new Duration(match[1] === '-' ? -nanoseconds : nanoseconds);
}

export function formatDuration({ nanoseconds }: Duration): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return `${nanoseconds < 0n ? '-' : ''}${size / SECOND}${fractionText(
    size % SECOND,
  )}s`;
}

const OFFSET = /^([+-]?)(\d\d):(\d\d)$/;

function offsetInMilliseconds(date: Date, zone: string): number {
  const fixed = OFFSET.exec(zone);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
    return (fixed[1] === '-' ? -minutes : minutes) * 60_000;
  }
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(date);
    const part = (type: string) =>
      Number(parts.find(one => one.type === type)?.value);
    return (
      Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      ) - date.getTime()
    );
  } catch {
    throw new CelError(`unknown time zone ${zone}`);
  }
}

const dayOfYear = (date: Date) =>
  Math.floor(
    (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000,
  );

const PARTS: readonly [string, (date: Date) => number][] = [
  ['getFullYear', date => date.getUTCFullYear()],
  ['getMonth', date => date.getUTCMonth()],
  ['getDayOfYear', dayOfYear],
  ['getDayOfMonth', date => date.getUTCDate() - 1],
  ['getDate', date => date.getUTCDate()],
  ['getDayOfWeek', date => date.getUTCDay()],
  ['getHours', date => date.getUTCHours()],
  ['getMinutes', date => date.getUTCMinutes()],
  ['getSeconds', date => date.getUTCSeconds()],
];

const milliseconds = ({ nanoseconds }: Timestamp) =>
  (nanoseconds - secondsOf(nanoseconds) * SECOND) / MILLISECOND;

export const time = [
  ...PARTS.flatMap(([name, part]) => [
    method(`${name}(google.protobuf.Timestamp): int`, (value: Timestamp) =>
      BigInt(part(dateOf(value))),
    ),
    method(
      `${name}(google.protobuf.Timestamp, string): int`,
      (value: Timestamp, zone: string) => {
        const date = dateOf(value);
        const local = date.getTime() + offsetInMilliseconds(date, zone);
        return BigInt(part(new Date(local)));
      },
    ),
  ]),
  method('getMilliseconds(google.protobuf.Timestamp): int', milliseconds),
  method(
    'getMilliseconds(google.protobuf.Timestamp, string): int',
    milliseconds,
  ),
  method(
    'getHours(google.protobuf.Duration): int',
    ({ nanoseconds }: Duration) => nanoseconds / HOUR,
  ),
  method(
    'getMinutes(google.protobuf.Duration): int',
    ({ nanoseconds }: Duration) => nanoseconds / MINUTE,
  ),
  method(
    'getSeconds(google.protobuf.Duration): int',
    ({ nanoseconds }: Duration) => nanoseconds / SECOND,
  ),
  method(
    'getMilliseconds(google.protobuf.Duration): int',
    ({ nanoseconds }: Duration) => nanoseconds / MILLISECOND,
  ),
];
