/** Destinations that a team names: narrow ones only. */
import ipaddr from 'ipaddr.js';
import type {
  EgressDestination,
  NamespaceRequest,
  RequestProblem,
} from '../types';
import { isDnsLabel } from './judgeName';

const MOST = 50;
/** Shorter prefixes are larger than any private network. */
const SHORTEST_PREFIX = { ipv4: 8, ipv6: 7 };
/** Where cloud providers hand out credentials to whoever asks from a machine. */
const METADATA: [address: string, prefix: number][] = [
  ['169.254.0.0', 16],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
];

/** @internal */
export function judgeEgress({
  egress,
  name,
}: NamespaceRequest): RequestProblem[] {
  if (egress.length > MOST) {
    return [
      problemAt(
        'egress',
        `Name ${MOST} destinations at the most; combine some`,
      ),
    ];
  }
  const names = egress.map(destination => destination.name);
  return egress.flatMap((destination, index) => {
    const field = `egress[${index}]`;
    const problems = judgeDestination(destination, name).map(
      ({ key, message }) => problemAt(`${field}.${key}`, message),
    );
    return names.indexOf(destination.name) < index
      ? [
          ...problems,
          problemAt(
            `${field}.name`,
            `There are two destinations '${destination.name}'; name them differently`,
          ),
        ]
      : problems;
  });
}

interface Wrong {
  key: keyof EgressDestination;
  message: string;
}

function judgeDestination(
  { name, cidr, namespace, ports }: EgressDestination,
  ownNamespace: string,
): Wrong[] {
  const wrongs: Wrong[] = [];
  const add = (key: keyof EgressDestination, message: string | undefined) => {
    if (message) {
      wrongs.push({ key, message });
    }
  };
  if (!isDnsLabel(name)) {
    add(
      'name',
      `${JSON.stringify(
        name,
      )} can't be part of a policy's name: lower-case letters, digits and dashes, 63 at the most`,
    );
  }
  if ((cidr === undefined) === (namespace === undefined)) {
    add('cidr', 'Name either a range of addresses or a namespace');
  } else if (cidr !== undefined) {
    add('cidr', whyNoRange(cidr));
  } else if (namespace !== undefined) {
    add('namespace', whyNoNamespace(namespace, ownNamespace));
  }
  if (ports.length === 0) {
    add('ports', 'Name the ports; without any it would be all of them');
  }
  for (const { port } of ports) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      add('ports', `${port} is no port; they go from 1 to 65535`);
    }
  }
  return wrongs;
}

function whyNoNamespace(
  namespace: string,
  ownNamespace: string,
): string | undefined {
  if (!isDnsLabel(namespace)) {
    return `${JSON.stringify(namespace)} is no name of a namespace`;
  }
  return namespace === ownNamespace
    ? 'That is the namespace itself; name another one'
    : undefined;
}

function whyNoRange(cidr: string): string | undefined {
  const told = JSON.stringify(cidr);
  if (!/^[0-9a-fA-F.:]+\/\d{1,3}$/.test(cidr) || !ipaddr.isValidCIDR(cidr)) {
    return `${told} is no range of addresses; write one such as 10.20.0.0/16`;
  }
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  const kind = address.kind();
  if (prefix === 0) {
    return `${cidr}: that is everywhere; name what the workloads talk to`;
  }
  if (prefix < SHORTEST_PREFIX[kind]) {
    return `${cidr} is a large part of everywhere; name ranges of /${SHORTEST_PREFIX[kind]} or smaller`;
  }
  const network = networkOf(address, prefix);
  if (network !== cidr.toLowerCase()) {
    return `${cidr} is written differently: ${network}`;
  }
  if (kind === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
    return `${cidr} is an IPv4 address; write it as one`;
  }
  return METADATA.some(([other, length]) =>
    overlap([address, prefix], [ipaddr.parse(other), length]),
  )
    ? `${cidr} holds link-local addresses, where clouds hand out credentials of the machine (169.254.169.254); name a range without them`
    : undefined;
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): string {
  const network = `${address.toString()}/${prefix}`;
  return address.kind() === 'ipv4'
    ? `${ipaddr.IPv4.networkAddressFromCIDR(network).toString()}/${prefix}`
    : `${ipaddr.IPv6.networkAddressFromCIDR(network).toString()}/${prefix}`;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function overlap([a, aPrefix]: Range, [b, bPrefix]: Range): boolean {
  return (
    a.kind() === b.kind() &&
    a.match(b as ipaddr.IPv4 & ipaddr.IPv6, Math.min(aPrefix, bPrefix))
  );
}

function problemAt(field: string, message: string): RequestProblem {
  return { code: 'egress', field, message };
}
