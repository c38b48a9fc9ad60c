/*
 * Which addresses a registry may have. A name is nobody's promise: whoever owns it can
 * let it point into the network that we run in.
 */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/** Public by its range, yet a metadata service of a cloud. */
const METADATA = new Set(['168.63.129.16']);

/** @internal */
export class AddressRules {
  readonly #listed: Range[];

  /** @param listed - Addresses and ranges that config allows besides public ones. */
  constructor(listed: string[]) {
    this.#listed = listed.map(toRange);
  }

  /** Why an address must not be connected to, or undefined. */
  refusal(text: string, options: { listedOnly: boolean }): string | undefined {
    if (!ipaddr.isValid(text)) {
      return `${text} is no IP address`;
    }
    const address = ipaddr.process(text);
    if (this.#listed.some(range => contains(range, address))) {
      return undefined;
    }
    if (options.listedOnly) {
      return `${text} is reached without TLS and is not listed under addresses`;
    }
    if (METADATA.has(address.toString())) {
      return `${text} is the metadata service of a cloud`;
    }
    const range = address.range();
    return range === 'unicast'
      ? undefined
      : `${text} is no public address (${inWords(
          range,
        )}) and is not listed under addresses`;
  }
}

function toRange(text: string): Range {
  if (ipaddr.isValidCIDR(text)) {
    const [address, bits] = ipaddr.parseCIDR(text);
    return [address, bits];
  }
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function contains([network, bits]: Range, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

/** `linkLocal` → `link local`. */
function inWords(range: string): string {
  return range.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
}
