/** Text as CEL and Go have it: counted in code points, written and quoted as Go does. */

/** The code points, or `undefined` where each is one UTF-16 unit anyhow. */
function codePoints(text: string): string[] | undefined {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : undefined;
}

export function sizeOfText(text: string): number {
  return codePoints(text)?.length ?? text.length;
}

export function sliceOfText(text: string, start: number, end: number): string {
  return codePoints(text)?.slice(start, end).join('') ?? text.slice(start, end);
}

/** The index in code points of an index in UTF-16 units; negative ones stay. */
export function codePointIndex(text: string, index: number): number {
  return index < 0 ? index : sizeOfText(text.slice(0, index));
}

/** The index in UTF-16 units of an index in code points. */
export function unitIndex(text: string, index: number): number {
  return codePoints(text)?.slice(0, index).join('').length ?? index;
}

/** Characters that Go and CEL write with a letter after a backslash. */
export const GO_ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** As Go's `%q`. */
export function quote(text: string): string {
  const escaped = Array.from(text, character => {
    const known = GO_ESCAPES[character];
    if (known) {
      return known;
    }
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) {
      return `\\x${code.toString(16).padStart(2, '0')}`;
    }
    if (/[\p{C}\p{Z}]/u.test(character) && character !== ' ') {
      return code > 0xffff
        ? `\\U${code.toString(16).padStart(8, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    }
    return character;
  });
  return `"${escaped.join('')}"`;
}

/** As Go's `%g` with the shortest digits: an exponent below -4 and from 6 on. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '+Inf' : '-Inf';
  }
  if (value === 0) {
    return Object.is(value, -0) ? '-0' : '0';
  }
  const [mantissa, exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  const digits = mantissa.replace(/[-.]/g, '').length;
  if (exponent < -4 || exponent >= 6) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  return exponent < 0 ? value.toFixed(digits - 1 - exponent) : String(value);
}

/** So many decimal places, exact, and halves to the even digit. */
export function toFixed(value: number, places: number): string {
  const [digits, exponentText] = Math.abs(value).toExponential(100).split('e');
  // A hundred digits are more than any half between two results has.
  const scale = 100 - Number(exponentText) - places;
  const whole = BigInt(digits.replace('.', ''));
  let rounded: bigint;
  if (scale <= 0) {
    rounded = whole * 10n ** BigInt(-scale);
  } else {
    const unit = 10n ** BigInt(scale);
    const rest = whole % unit;
    rounded = whole / unit;
    if (rest * 2n > unit || (rest * 2n === unit && rounded % 2n === 1n)) {
      rounded++;
    }
  }
  const text = String(rounded).padStart(places + 1, '0');
  const point = text.length - places;
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return places === 0
    ? sign + text
    : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}
