/** IP addresses and prefixes as Go's `net/netip` reads and writes them. */
import { CelError } from '../failures';
import { quote } from './text';

export interface Address {
  family: 4 | 6;
  value: bigint;
}

export interface Prefix {
  address: Address;
  bits: number;
}

export const widthOf = ({ family }: Address) => (family === 4 ? 32 : 128);

function fail(text: string, message: string, at?: string): never {
  const where = at ? ` (at ${quote(at)})` : '';
  throw new CelError(`ParseAddr(${quote(text)}): ${message}${where}`);
}

/** `dotted` is the part of `text` that should be an IPv4 address. */
function parseIPv4(text: string, dotted: string): bigint {
  const fields = dotted.split('.');
  let position = 0;
  let value = 0n;
  for (const [index, field] of fields.entries()) {
    const stray = /\D/.exec(field);
    const digits = stray ? field.slice(0, stray.index) : field;
    if (/^0\d/.test(digits)) {
      fail(text, 'IPv4 field has octet with leading zero');
    }
    if (Number(digits) > 255) {
      fail(text, 'IPv4 field has value >255');
    }
    if (stray) {
      fail(text, 'unexpected character', dotted.slice(position + stray.index));
    }
    if (field === '') {
      const dot =
        index === 0 ? 0 : position - Number(index === fields.length - 1);
      fail(text, 'IPv4 field must have at least one digit', dotted.slice(dot));
    }
    if (index === 4) {
      fail(text, 'IPv4 address too long');
    }
    value = value * 256n + BigInt(digits);
    position += field.length + 1;
  }
  return fields.length < 4 ? fail(text, 'IPv4 address too short') : value;
}

function parseIPv6(text: string): bigint {
  const groups: bigint[] = [];
  let gap = -1;
  let rest = text;
  if (rest.startsWith('::')) {
    gap = 0;
    rest = rest.slice(2);
  }
  while (rest !== '' && groups.length < 8) {
    const [digits] = /^[0-9a-fA-F]*/.exec(rest) ?? [''];
    if (digits.length > 4) {
      fail(text, 'each group must have 4 or less digits', rest);
    }
    if (digits === '') {
      fail(
        text,
        'each colon-separated field must have at least one digit',
        rest,
      );
    }
    if (rest[digits.length] === '.') {
      if (gap < 0 && groups.length !== 6) {
        fail(
          text,
          'embedded IPv4 address must replace the final 2 fields of the address',
          rest,
        );
      }
      if (groups.length > 6) {
        fail(
          text,
          'too many hex fields to fit an embedded IPv4 at the end of the address',
          rest,
        );
      }
      const embedded = parseIPv4(text, rest);
      groups.push(embedded >> 16n, embedded & 0xffffn);
      rest = '';
      break;
    }
    groups.push(BigInt(`0x${digits}`));
    rest = rest.slice(digits.length);
    if (rest === '') {
      break;
    }
    if (rest[0] !== ':') {
      fail(text, 'unexpected character, want colon', rest);
    }
    if (rest.length === 1) {
      fail(text, 'colon must be followed by more characters', rest);
    }
    rest = rest.slice(1);
    if (rest[0] === ':') {
      if (gap >= 0) {
        fail(text, 'multiple :: in address', rest);
      }
      gap = groups.length;
      rest = rest.slice(1);
    }
  }
  if (rest !== '') {
    fail(text, 'trailing garbage after address', rest);
  }
  if (groups.length < 8 && gap < 0) {
    fail(text, 'address string too short');
  }
  if (groups.length === 8 && gap >= 0) {
    fail(text, 'the :: must expand to at least one field of zeros');
  }
  if (gap >= 0) {
    groups.splice(gap, 0, ...Array<bigint>(8 - groups.length).fill(0n));
  }
  return groups.reduce((value, group) => value * 65536n + group, 0n);
}

/** `zone` is what an IPv6 address has after `%`; empty for none. */
export function parseAddress(text: string): Address & { zone: string } {
  const mark = /[.:%]/.exec(text)?.[0];
  if (mark === '.') {
    return { family: 4, value: parseIPv4(text, text), zone: '' };
  }
  if (mark === '%') {
    fail(text, 'missing IPv6 address');
  }
  if (mark === undefined) {
    fail(text, 'unable to parse IP');
  }
  const percent = text.indexOf('%');
  if (percent < 0) {
    return { family: 6, value: parseIPv6(text), zone: '' };
  }
  const zone = text.slice(percent + 1);
  if (zone === '') {
    fail(text, 'zone must be a non-empty string');
  }
  return { family: 6, value: parseIPv6(text.slice(0, percent)), zone };
}

export const isMapped = ({ family, value }: Address) =>
  family === 6 && value >> 32n === 0xffffn;

export function parsePrefix(text: string): Prefix {
  const failPrefix = (message: string): never => {
    throw new CelError(`netip.ParsePrefix(${quote(text)}): ${message}`);
  };
  const slash = text.lastIndexOf('/');
  if (slash < 0) {
    failPrefix("no '/'");
  }
  let address: ReturnType<typeof parseAddress>;
  try {
    address = parseAddress(text.slice(0, slash));
  } catch (failure) {
    return failPrefix((failure as CelError).message);
  }
  if (address.zone !== '') {
    failPrefix('IPv6 zones cannot be present in a prefix');
  }
  const bits = text.slice(slash + 1);
  if (!/^(0|[1-9]\d*)$/.test(bits)) {
    failPrefix(`bad bits after slash: ${quote(bits)}`);
  }
  if (Number(bits) > widthOf(address)) {
    failPrefix('prefix length out of range');
  }
  const { family, value } = address;
  return { address: { family, value }, bits: Number(bits) };
}

/** The bits of the network that a prefix stands for. */
export function networkOf({ address, bits }: Prefix): bigint {
  const host = BigInt(widthOf(address) - bits);
  return (address.value >> host) << host;
}

function formatIPv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === '0') {
      length++;
    }
    if (length > best.length) {
      best = { start, length };
    }
  }
  if (best.start < 0) {
    return groups.join(':');
  }
  return `${groups.slice(0, best.start).join(':')}::${groups
    .slice(best.start + best.length)
    .join(':')}`;
}

export function formatAddress(address: Address): string {
  const { family, value } = address;
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map(shift => (value >> shift) & 255n).join('.');
  }
  return isMapped(address)
    ? `::ffff:${formatAddress({ family: 4, value: value & 0xffffffffn })}`
    : formatIPv6(value);
}
