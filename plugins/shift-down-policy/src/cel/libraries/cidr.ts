/** Kubernetes' CIDR library. */
import { CelError } from '../failures';
import { global, method } from '../overloads';
import { LibraryValue } from '../values';
import {
  formatAddress,
  isMapped,
  networkOf,
  parsePrefix,
  widthOf,
  type Address,
  type Prefix,
} from './addresses';
import { Ip, parseIp, parses } from './ip';
import { quote } from './text';

export class Cidr extends LibraryValue {
  readonly typeName = 'net.CIDR';
  readonly prefix: Prefix;

  constructor(prefix: Prefix) {
    super();
    this.prefix = prefix;
  }

  equals(other: LibraryValue): boolean {
    return (
      other instanceof Cidr &&
      this.prefix.bits === other.prefix.bits &&
      this.prefix.address.family === other.prefix.address.family &&
      this.prefix.address.value === other.prefix.address.value
    );
  }
}

export function parseCidr(text: string): Cidr {
  try {
    const prefix = parsePrefix(text);
    if (!isMapped(prefix.address)) {
      return new Cidr(prefix);
    }
  } catch (failure) {
    throw new CelError(
      `network address parse error during conversion from string: network address parse error during conversion from string: ${
        (failure as CelError).message
      }`,
    );
  }
  throw new CelError(
    `network address parse error during conversion from string: IPv4-mapped IPv6 address ${quote(
      text,
    )} is not allowed`,
  );
}

function containsAddress({ prefix }: Cidr, address: Address): boolean {
  return (
    prefix.address.family === address.family &&
    networkOf({ address, bits: prefix.bits }) === networkOf(prefix)
  );
}

const containsIp = (cidrValue: Cidr, ipValue: Ip) =>
  containsAddress(cidrValue, ipValue.address);

const containsCidr = (outer: Cidr, inner: Cidr) =>
  outer.prefix.bits <= inner.prefix.bits &&
  containsAddress(outer, inner.prefix.address);

const masked = ({ prefix }: Cidr) =>
  new Cidr({
    address: { family: prefix.address.family, value: networkOf(prefix) },
    bits: prefix.bits,
  });

const comparing = ({ prefix }: Cidr) =>
  Math.ceil((widthOf(prefix.address) / 8) * 0.2) + 1;
const SINCE = { since: 30 };
const COMPARING = { since: 30, cost: comparing };
const PARSING = {
  since: 30,
  cost: (text: string) => Math.ceil(text.length * 0.1),
};

export const cidr = [
  global('cidr(string): net.CIDR', parseCidr, PARSING),
  global(
    'isCIDR(string): bool',
    (text: string) => parses(parseCidr, text),
    PARSING,
  ),
  global(
    'string(net.CIDR): string',
    ({ prefix }: Cidr) => `${formatAddress(prefix.address)}/${prefix.bits}`,
    SINCE,
  ),
  method(
    'containsIP(net.CIDR, string): bool',
    (one: Cidr, text: string) => {
      // The server loses what was wrong with the address.
      if (!parses(parseIp, text)) {
        throw new CelError('no such overload');
      }
      return containsIp(one, parseIp(text));
    },
    COMPARING,
  ),
  method('containsIP(net.CIDR, net.IP): bool', containsIp, COMPARING),
  method(
    'containsCIDR(net.CIDR, string): bool',
    (one: Cidr, text: string) => containsCidr(one, parseCidr(text)),
    COMPARING,
  ),
  method('containsCIDR(net.CIDR, net.CIDR): bool', containsCidr, COMPARING),
  method(
    'ip(net.CIDR): net.IP',
    ({ prefix }: Cidr) => new Ip(prefix.address),
    SINCE,
  ),
  method(
    'prefixLength(net.CIDR): int',
    ({ prefix }: Cidr) => BigInt(prefix.bits),
    SINCE,
  ),
  method('masked(net.CIDR): net.CIDR', masked, SINCE),
];
