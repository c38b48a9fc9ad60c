/**
 * Plain scalars as Kubernetes' own YAML reader takes them: YAML 1.1 booleans and octal
 * numbers, no times and no base 60. `hostNetwork: yes` is true for an API server, so it
 * has to be true here.
 */

const NAMED = new Map<string, null | boolean>([
  ...['', '~', 'null', 'Null', 'NULL'].map(it => [it, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map(
    it => [it, true] as const,
  ),
  ...['true', 'True', 'TRUE'].map(it => [it, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map(
    it => [it, false] as const,
  ),
  ...['false', 'False', 'FALSE'].map(it => [it, false] as const),
]);

const DECIMAL = /^[-+]?(0|[1-9][0-9]*)$/;
const OCTAL = /^([-+]?)0o?([0-7]+)$/;
const RADIX = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** The value of a scalar without quotes and without a tag. */
export function resolvePlainScalar(
  text: string,
): null | boolean | number | string {
  const named = NAMED.get(text);
  if (named !== undefined) {
    return named;
  }
  const first = text.charCodeAt(0);
  const mayBeNumber =
    (first >= 0x30 && first <= 0x39) ||
    first === 0x2b ||
    first === 0x2d ||
    first === 0x2e;
  return mayBeNumber ? numberOf(text) ?? text : text;
}

function numberOf(text: string): number | undefined {
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  if (DECIMAL.test(plain)) {
    return Number(plain);
  }
  const octal = OCTAL.exec(plain);
  if (octal) {
    return signed(octal[1], parseInt(octal[2], 8));
  }
  const radix = RADIX.exec(plain);
  if (radix) {
    return signed(radix[1], Number(radix[2]));
  }
  // Infinity and not-a-number have no place in JSON: Kubernetes refuses them too.
  return FLOAT.test(plain) ? Number(plain) : undefined;
}

function signed(sign: string, value: number): number {
  return sign === '-' ? -value : value;
}
