/**
 * Kubernetes quantities such as `1.5Gi`, exact. Like the server's they have two forms: a
 * 64-bit number with a scale, and a decimal of any size for what that can't hold.
 */
import { CelError, Unknown } from '../failures';
import { global, method } from '../overloads';
import { Double, LibraryValue, MAX_INT, MIN_INT } from '../values';

/** Billionths: nothing finer is kept. */
const FINEST = -9;
/** Far beyond any sensible quantity, and still quick. */
const MAX_EXPONENT = 5000;
const MAX_DIGITS = 18;

const pow10 = (exponent: number) => 10n ** BigInt(exponent);

const fits = (value: bigint) => value <= MAX_INT && value >= MIN_INT;

/** `value` × 10^`scale`. */
export class Quantity extends LibraryValue {
  readonly typeName = 'kubernetes.Quantity';
  readonly value: bigint;
  readonly scale: number;
  /** Whether it is a decimal of any size. */
  readonly decimal: boolean;

  constructor(value: bigint, scale: number, decimal = false) {
    super();
    this.value = value;
    this.scale = scale;
    this.decimal = decimal;
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Quantity && this.compareTo(other) === 0;
  }

  private at(scale: number): bigint {
    return this.value * pow10(this.scale - scale);
  }

  compareTo(other: Quantity): number {
    const scale = Math.min(this.scale, other.scale);
    const left = this.at(scale);
    const right = other.at(scale);
    return left === right ? 0 : Number(left > right) * 2 - 1;
  }

  plus(other: Quantity): Quantity {
    const decimal = this.decimal || other.decimal;
    if (!decimal && other.value === 0n) {
      return this;
    }
    if (!decimal && this.value === 0n) {
      return other;
    }
    const scale = Math.min(this.scale, other.scale);
    const left = this.at(scale);
    const right = other.at(scale);
    const sum = left + right;
    return new Quantity(
      sum,
      scale,
      decimal || !fits(left) || !fits(right) || !fits(sum),
    );
  }

  negated(): Quantity {
    return new Quantity(-this.value, this.scale, this.decimal);
  }

  /** The whole number, as far as the server takes it for one: `1000m` is none. */
  wholeNumber(): bigint | undefined {
    if (this.decimal || this.scale < 0) {
      return undefined;
    }
    const value = this.at(0);
    return fits(value) ? value : undefined;
  }

  approximate(): number {
    return this.scale === 0
      ? Number(this.value)
      : Number(this.value) * Number(`1e${this.scale}`);
  }
}

const BINARY: Record<string, number> = {
  Ki: 10,
  Mi: 20,
  Gi: 30,
  Ti: 40,
  Pi: 50,
  Ei: 60,
};
const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};

const QUANTITY = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;

const formatWrong = () =>
  new CelError(
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  );
const suffixWrong = () => new CelError("unable to parse quantity's suffix");

interface Suffix {
  base: 2 | 10;
  exponent: number;
}

function parseSuffix(text: string): Suffix {
  if (Object.hasOwn(BINARY, text)) {
    return { base: 2, exponent: BINARY[text] };
  }
  if (Object.hasOwn(DECIMAL, text)) {
    return { base: 10, exponent: DECIMAL[text] };
  }
  if (!/^[eE][+-]?\d+$/.test(text)) {
    throw suffixWrong();
  }
  const exponent = Number(text.slice(1));
  if (Math.abs(exponent) > MAX_EXPONENT) {
    throw new Unknown(`the exponent of a quantity is too large (${text})`);
  }
  return { base: 10, exponent };
}

/** The 64-bit form, where the number has few enough digits for it. */
function small(
  sign: bigint,
  whole: string,
  fraction: string,
  { base, exponent }: Suffix,
): Quantity | undefined {
  const digits = whole.length + fraction.length;
  if (base === 2) {
    const room = 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1;
    const value = BigInt(whole) * 2n ** BigInt(exponent);
    return fraction === '' && room >= 0 && fits(value)
      ? new Quantity(sign * value, 0)
      : undefined;
  }
  const scale = exponent - fraction.length;
  return digits <= MAX_DIGITS && scale >= FINEST
    ? new Quantity(sign * BigInt(whole + fraction), scale)
    : undefined;
}

/** The decimal form: rounded up to billionths, binary ones capped at 64 bits. */
function large(
  sign: bigint,
  whole: string,
  fraction: string,
  { base, exponent }: Suffix,
): Quantity {
  const digits =
    BigInt(whole + fraction) * (base === 2 ? 2n ** BigInt(exponent) : 1n);
  const scale = (base === 10 ? exponent : 0) - fraction.length;
  let value: bigint;
  if (scale >= FINEST) {
    value = digits * pow10(scale - FINEST);
  } else {
    const divisor = pow10(FINEST - scale);
    value = (digits + divisor - 1n) / divisor;
  }
  const cap = MAX_INT * pow10(-FINEST);
  return new Quantity(
    sign * (base === 2 && value > cap ? cap : value),
    FINEST,
    true,
  );
}

export function parseQuantity(text: string): Quantity {
  const match = QUANTITY.exec(text);
  if (!match || text === '') {
    throw formatWrong();
  }
  const [, sign, digits, fraction = '', suffixText] = match;
  if (digits.length + fraction.length > MAX_EXPONENT) {
    throw new Unknown('a quantity has too many digits');
  }
  const suffix = parseSuffix(suffixText);
  const whole = digits || '0';
  const factor = sign === '-' ? -1n : 1n;
  return (
    small(factor, whole, fraction, suffix) ??
    large(factor, whole, fraction, suffix)
  );
}

function isQuantity(text: string): boolean {
  try {
    return parseQuantity(text) instanceof Quantity;
  } catch (failure) {
    if (failure instanceof CelError) {
      return false;
    }
    throw failure;
  }
}

function asInteger(quantity: Quantity): bigint {
  const whole = quantity.wholeNumber();
  if (whole === undefined) {
    throw new CelError('cannot convert value to integer');
  }
  return whole;
}

const TYPE = 'kubernetes.Quantity';
const traversal = (text: string) => Math.ceil(text.length * 0.1);
const SINCE = { since: 28 };
const PARSING = { since: 28, cost: traversal };

export const quantity = [
  global(`quantity(string): ${TYPE}`, parseQuantity, PARSING),
  global('isQuantity(string): bool', isQuantity, PARSING),
  global(
    `sign(${TYPE}): int`,
    ({ value }: Quantity) => BigInt(Number(value > 0n) - Number(value < 0n)),
    SINCE,
  ),
  method(
    `isInteger(${TYPE}): bool`,
    (value: Quantity) => value.wholeNumber() !== undefined,
    SINCE,
  ),
  method(`asInteger(${TYPE}): int`, asInteger, SINCE),
  method(
    `asApproximateFloat(${TYPE}): double`,
    (value: Quantity) => new Double(value.approximate()),
    SINCE,
  ),
  method(
    `isGreaterThan(${TYPE}, ${TYPE}): bool`,
    (one: Quantity, other: Quantity) => one.compareTo(other) > 0,
    SINCE,
  ),
  method(
    `isLessThan(${TYPE}, ${TYPE}): bool`,
    (one: Quantity, other: Quantity) => one.compareTo(other) < 0,
    SINCE,
  ),
  method(
    `compareTo(${TYPE}, ${TYPE}): int`,
    (one: Quantity, other: Quantity) => BigInt(one.compareTo(other)),
    SINCE,
  ),
  method(
    `add(${TYPE}, ${TYPE}): ${TYPE}`,
    (one: Quantity, other: Quantity) => one.plus(other),
    SINCE,
  ),
  method(
    `add(${TYPE}, int): ${TYPE}`,
    (one: Quantity, other: bigint) => one.plus(new Quantity(other, 0)),
    SINCE,
  ),
  method(
    `sub(${TYPE}, ${TYPE}): ${TYPE}`,
    (one: Quantity, other: Quantity) => one.plus(other.negated()),
    SINCE,
  ),
  method(
    `sub(${TYPE}, int): ${TYPE}`,
    (one: Quantity, other: bigint) => one.plus(new Quantity(-other, 0)),
    SINCE,
  ),
];
