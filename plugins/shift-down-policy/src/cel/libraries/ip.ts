/** Kubernetes' IP library: no zones, no IPv4 addresses written as IPv6. */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import { LibraryValue } from '../values';
import {
  formatAddress,
  isMapped,
  parseAddress,
  type Address,
} from './addresses';
import { quote } from './text';

export class Ip extends LibraryValue {
  readonly typeName = 'net.IP';
  readonly address: Address;

  constructor(address: Address) {
    super();
    this.address = address;
  }

  equals(other: LibraryValue): boolean {
    return (
      other instanceof Ip &&
      this.address.family === other.address.family &&
      this.address.value === other.address.value
    );
  }
}

export function parseIp(text: string): Ip {
  let parsed: ReturnType<typeof parseAddress>;
  try {
    parsed = parseAddress(text);
  } catch (failure) {
    throw new CelError(
      `IP Address ${quote(text)} parse error during conversion from string: ${
        (failure as CelError).message
      }`,
    );
  }
  if (parsed.zone !== '') {
    throw new CelError(
      `IP address ${quote(text)} with zone value is not allowed`,
    );
  }
  if (isMapped(parsed)) {
    throw new CelError(
      `IPv4-mapped IPv6 address ${quote(text)} is not allowed`,
    );
  }
  return new Ip({ family: parsed.family, value: parsed.value });
}

export function parses(parse: (text: string) => unknown, text: string) {
  try {
    parse(text);
    return true;
  } catch (failure) {
    if (failure instanceof CelError) {
      return false;
    }
    throw failure;
  }
}

const BROADCAST = 0xffffffffn;

/** Whether the first bits are those; the rest is any. */
const startsWith = (
  value: bigint,
  width: number,
  bits: number,
  start: bigint,
) => value >> BigInt(width - bits) === start;

const isUnspecified = ({ value }: Address) => value === 0n;

const isLoopback = ({ family, value }: Address) =>
  family === 4 ? startsWith(value, 32, 8, 127n) : value === 1n;

const isMulticast = ({ family, value }: Address) =>
  family === 4
    ? startsWith(value, 32, 4, 0xen)
    : startsWith(value, 128, 8, 0xffn);

const isLinkLocalMulticast = ({ family, value }: Address) =>
  family === 4
    ? startsWith(value, 32, 24, 0xe00000n)
    : startsWith(value, 128, 8, 0xffn) && ((value >> 112n) & 0xfn) === 2n;

const isLinkLocalUnicast = ({ family, value }: Address) =>
  family === 4
    ? startsWith(value, 32, 16, 0xa9fen)
    : startsWith(value, 128, 10, 0x3fan);

const isGlobalUnicast = (address: Address) =>
  !isUnspecified(address) &&
  !(address.family === 4 && address.value === BROADCAST) &&
  !isLoopback(address) &&
  !isMulticast(address) &&
  !isLinkLocalUnicast(address);

const TESTS = {
  isUnspecified,
  isLoopback,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isGlobalUnicast,
};

const SINCE = { since: 30 };
const PARSING = {
  since: 30,
  cost: (text: string) => Math.ceil(text.length * 0.1),
};

export const ip = [
  global('ip(string): net.IP', parseIp, PARSING),
  global(
    'isIP(string): bool',
    (text: string) => parses(parseIp, text),
    PARSING,
  ),
  global(
    'ip.isCanonical(string): bool',
    (text: string) => formatAddress(parseIp(text).address) === text,
    PARSING,
  ),
  global(
    'string(net.IP): string',
    ({ address }: Ip) => formatAddress(address),
    SINCE,
  ),
  method(
    'family(net.IP): int',
    ({ address }: Ip) => BigInt(address.family),
    SINCE,
  ),
  ...Object.entries(TESTS).map(([name, test]) =>
    method(`${name}(net.IP): bool`, ({ address }: Ip) => test(address), SINCE),
  ),
];
