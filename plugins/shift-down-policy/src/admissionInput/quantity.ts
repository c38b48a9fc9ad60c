/**
 * Quantities as Kubernetes writes them back: `1000m` is `1`, `1024Mi` is `1Gi`.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

/** value × 10^-9, which is as fine as quantities are. */
export interface Quantity {
  nano: bigint;
  format: 'decimal' | 'exponent' | 'binary';
  /** As written, where the API server takes that for canonical. */
  written?: string;
}

const NANO = 9;
const UNIT = 10n ** BigInt(NANO);
const LARGEST = (2n ** 63n - 1n) * UNIT;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?([a-zA-Z]*)([+-]?\d*)$/;
/** Longer ones would cost time and mean nothing. */
const LONGEST = 200;

/** Undefined where the API server would refuse it. */
export function parseQuantity(value: unknown): Quantity | undefined {
  const text = (typeof value === 'number' ? String(value) : value) as string;
  if (typeof text !== 'string' || text.trim().length > LONGEST) {
    return undefined;
  }
  const trimmed = text.trim();
  const match = PATTERN.exec(trimmed);
  if (!match) {
    return undefined;
  }
  const [, sign, whole, fraction = '', letters, digits] = match;
  if (whole === '' && fraction === '') {
    return undefined;
  }
  const scale = scaleOf(letters, digits);
  if (!scale) {
    return undefined;
  }
  const mantissa = BigInt(whole + fraction);
  let nano =
    scale.format === 'binary'
      ? divideUp(
          mantissa * 1024n ** BigInt(scale.power) * UNIT,
          10n ** BigInt(fraction.length),
        )
      : shift(mantissa, scale.exponent - fraction.length + NANO);
  if (scale.format === 'binary' && nano > LARGEST) {
    nano = LARGEST;
  }
  return {
    nano: sign === '-' ? -nano : nano,
    format: scale.format,
    ...(isKept(whole, fraction, scale) && { written: trimmed }),
  };
}

/**
 * Kubernetes doesn't rewrite short quantities that look canonical to it, though a sign or
 * a leading zero be in excess.
 */
function isKept(whole: string, fraction: string, scale: Scale): boolean {
  const number = whole.replace(/^0+/, '') || '0';
  if (scale.format === 'binary') {
    const digits = 14 - 3 * scale.power;
    return (
      fraction === '' && number.length <= digits && BigInt(number) % 8n !== 0n
    );
  }
  const digits = number + fraction;
  const exponent = scale.exponent - fraction.length;
  return (
    digits.length <= 18 &&
    exponent >= -NANO &&
    exponent % 3 === 0 &&
    !digits.endsWith('000') &&
    !digits.startsWith('0')
  );
}

type Scale =
  | { format: 'binary'; power: number }
  | { format: 'decimal' | 'exponent'; exponent: number };

function scaleOf(letters: string, digits: string): Scale | undefined {
  if ((letters === 'e' || letters === 'E') && /\d/.test(digits)) {
    const exponent = Number(digits);
    return Math.abs(exponent) <= LONGEST
      ? { format: 'exponent', exponent }
      : undefined;
  }
  if (digits !== '') {
    return undefined;
  }
  const decimal = DECIMAL.indexOf(letters);
  if (decimal >= 0) {
    return { format: 'decimal', exponent: 3 * decimal - NANO };
  }
  const binary = BINARY.indexOf(letters);
  return binary > 0 ? { format: 'binary', power: binary } : undefined;
}

/** As the API server writes it. */
export function formatQuantity({ nano, format, written }: Quantity): string {
  if (written !== undefined) {
    return written;
  }
  if (nano === 0n) {
    return '0';
  }
  const whole = nano % UNIT === 0n;
  const small = nano > -1024n * UNIT && nano < 1024n * UNIT;
  if (format === 'binary' && whole && !small) {
    let mantissa = nano / UNIT;
    let power = 0;
    while (mantissa % 1024n === 0n && power < BINARY.length - 1) {
      mantissa /= 1024n;
      power += 1;
    }
    return `${mantissa}${BINARY[power]}`;
  }
  let mantissa = nano;
  let power = 0;
  while (mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    power += 1;
  }
  if (format !== 'exponent') {
    // Beyond the largest it writes none at all.
    return `${mantissa}${DECIMAL[power] ?? ''}`;
  }
  const exponent = 3 * power - NANO;
  return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`;
}

/** Rounded up to thousandths, as amounts of resources are kept. */
export function roundUpToMilli(quantity: Quantity): Quantity {
  const { nano, format } = quantity;
  const milli = divideUp(nano < 0n ? -nano : nano, 1_000_000n) * 1_000_000n;
  return milli === (nano < 0n ? -nano : nano)
    ? quantity
    : { nano: nano < 0n ? -milli : milli, format };
}

function shift(mantissa: bigint, exponent: number): bigint {
  return exponent >= 0
    ? mantissa * 10n ** BigInt(exponent)
    : divideUp(mantissa, 10n ** BigInt(-exponent));
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
