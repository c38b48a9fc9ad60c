/**
 * Whether rules together allow everything: every Pod of the cluster, every IPv4 or every
 * IPv6 address, on every TCP port. Each alone undoes isolation, and none needs to be
 * written in one rule: 0.0.0.0/1 and 128.0.0.0/1 are the whole of IPv4.
 */
import type { LabelSelector } from '../../labelSelector';
import type { NetworkPeer, NetworkPort, NetworkRule } from '../types';
import { addressesOf, WHOLE_FAMILY, type Addresses } from './addresses';

/** Parts of the world that a rule can open all of. @internal */
export const WORLDS = ['Pod', 'IPv4 address', 'IPv6 address'] as const;

/** @internal */
export type World = (typeof WORLDS)[number];

/** A range of addresses on a range of ports; both ends are in it. */
interface Opening {
  world: World;
  addresses: Addresses;
  ports: Ports;
}

type Ports = readonly [first: number, last: number];

const EVERY_PORT: Ports = [1, 65_535];

/** Pods have no addresses that a rule could split. */
const WHOLE: Record<World, Addresses> = {
  Pod: [0n, 0n],
  ...WHOLE_FAMILY,
};

/** What all of is allowed, if anything is. @internal */
export function openWorlds(rules: readonly NetworkRule[]): World[] {
  const openings = rules.flatMap(openingsOf);
  return WORLDS.filter(world =>
    coversAll(
      openings.filter(opening => opening.world === world),
      WHOLE[world],
    ),
  );
}

/** Whether a rule opens a part of a world that counts towards all of it. @internal */
export function opensPartOf(rule: NetworkRule, world: World): boolean {
  return openingsOf(rule).some(opening => opening.world === world);
}

function openingsOf({ peers, ports }: NetworkRule): Opening[] {
  const ranges =
    ports.length === 0 ? [EVERY_PORT] : ports.flatMap(rangesOfPort);
  const places =
    peers.length === 0 ? everywhere() : peers.flatMap(placesOfPeer);
  return places.flatMap(place =>
    ranges.map(range => ({ ...place, ports: range })),
  );
}

function everywhere() {
  return WORLDS.map(world => ({ world, addresses: WHOLE[world] }));
}

function placesOfPeer({
  podSelector,
  namespaceSelector,
  ipBlock,
}: NetworkPeer): Pick<Opening, 'world' | 'addresses'>[] {
  if (ipBlock) {
    return addressesOf(ipBlock).map(({ family, addresses }) => ({
      world: family,
      addresses,
    }));
  }
  if (!podSelector && !namespaceSelector) {
    // No API server takes it; what does would see no restriction.
    return everywhere();
  }
  return namespaceSelector &&
    isEveryNamespace(namespaceSelector) &&
    (!podSelector || isEmpty(podSelector))
    ? [{ world: 'Pod', addresses: WHOLE.Pod }]
    : [];
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

/** Every namespace has its name as a label. */
function isEveryNamespace(selector: LabelSelector): boolean {
  return (
    Object.keys(selector.matchLabels).length === 0 &&
    selector.matchExpressions.every(
      ({ key, operator }) =>
        operator === 'Exists' && key === 'kubernetes.io/metadata.name',
    )
  );
}

/** Who has every TCP port lacks nothing. A port by name is one port. */
function rangesOfPort({ protocol, port, endPort }: NetworkPort): Ports[] {
  if (protocol !== 'TCP' || typeof port === 'string') {
    return [];
  }
  return port === undefined ? [EVERY_PORT] : [[port, endPort ?? port]];
}

function coversAll(openings: Opening[], whole: Addresses): boolean {
  const [first, last] = EVERY_PORT;
  // Between two of these nothing changes.
  const starts = new Set([
    first,
    ...openings.flatMap(({ ports }) => [ports[0], ports[1] + 1]),
  ]);
  return [...starts]
    .filter(port => port >= first && port <= last)
    .every(port =>
      isWhole(
        openings
          .filter(({ ports }) => ports[0] <= port && port <= ports[1])
          .map(({ addresses }) => addresses),
        whole,
      ),
    );
}

function isWhole(ranges: Addresses[], [first, last]: Addresses): boolean {
  let next = first;
  for (const [start, end] of ranges.toSorted((a, b) =>
    a[0] < b[0] ? -1 : Number(a[0] > b[0]),
  )) {
    if (start > next) {
      return false;
    }
    if (end >= next) {
      next = end + 1n;
    }
  }
  return next > last;
}
