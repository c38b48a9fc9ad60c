/** Blocks of IP addresses as ranges of numbers. */
import ipaddr from 'ipaddr.js';
import type { NetworkPeer } from '../types';

/** First and last of a range. @internal */
export type Addresses = readonly [first: bigint, last: bigint];

type Family = 'IPv4 address' | 'IPv6 address';

/** @internal */
export const WHOLE_FAMILY: Record<Family, Addresses> = {
  'IPv4 address': [0n, (1n << 32n) - 1n],
  'IPv6 address': [0n, (1n << 128n) - 1n],
};

/**
 * What is left of a block without its exceptions. A block that is none lets nobody in,
 * and an exception that is none excepts nobody: the API server refuses both.
 * @internal
 */
export function addressesOf({
  cidr,
  except,
}: NonNullable<NetworkPeer['ipBlock']>): {
  family: Family;
  addresses: Addresses;
}[] {
  const block = parse(cidr);
  if (!block) {
    return [];
  }
  const { family } = block;
  let left: Addresses[] = [block.addresses];
  for (const exception of except.map(parse)) {
    if (exception?.family === family) {
      left = left.flatMap(range => without(range, exception.addresses));
    }
  }
  return left.map(addresses => ({ family, addresses }));
}

function parse(
  cidr: string,
): { family: Family; addresses: Addresses } | undefined {
  if (!ipaddr.isValidCIDR(cidr)) {
    return undefined;
  }
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const bytes = address.toByteArray();
  const free = BigInt(bytes.length * 8 - prefix);
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = (value >> free) << free;
  return {
    family: address.kind() === 'ipv4' ? 'IPv4 address' : 'IPv6 address',
    addresses: [first, first + (1n << free) - 1n],
  };
}

function without([first, last]: Addresses, [from, to]: Addresses): Addresses[] {
  const parts: Addresses[] = [
    [first, from - 1n < last ? from - 1n : last],
    [to + 1n > first ? to + 1n : first, last],
  ];
  return parts.filter(([start, end]) => start <= end);
}
