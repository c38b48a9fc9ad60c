import fc from 'fast-check';
import { NETWORK_DIRECTIONS } from '../types';
import type {
  NamespaceState,
  NetworkPeer,
  NetworkPolicyState,
  NetworkPort,
} from '../types';
import { networkIsolation } from './networkIsolation';

const ORDER = { no: 0, unknown: 1, yes: 2 };
const APPS = ['web', 'api'];
const CIDRS = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '192.0.0.0/2'];
const PORTS = [1, 2, 80, 65_534, 65_535];

const selector = fc
  .constantFrom({}, ...APPS.map(app => ({ app })))
  .map(matchLabels => ({
    matchLabels: matchLabels as Record<string, string>,
    matchExpressions: [],
  }));

const peer: fc.Arbitrary<NetworkPeer> = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ namespaceSelector: selector, podSelector: selector }),
  fc.record({
    ipBlock: fc.record({
      cidr: fc.constantFrom(...CIDRS),
      except: fc.subarray(CIDRS.slice(1)),
    }),
  }),
);

const port: fc.Arbitrary<NetworkPort> = fc.oneof(
  fc.record({ protocol: fc.constantFrom('TCP', 'UDP') }),
  fc
    .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
    .map(([a, b]) => ({
      protocol: 'TCP',
      port: Math.min(a, b),
      endPort: Math.max(a, b),
    })),
  fc.constant({ protocol: 'TCP', port: 'http' }),
);

const rule = fc.record({
  peers: fc.array(peer, { maxLength: 3 }),
  ports: fc.array(port, { maxLength: 3 }),
});

const policy: fc.Arbitrary<NetworkPolicyState> = fc.record({
  name: fc.stringMatching(/^[a-z]{1,8}$/),
  podSelector: selector,
  directions: fc.subarray([...NETWORK_DIRECTIONS], { minLength: 1 }),
  ingress: fc.array(rule, { maxLength: 3 }),
  egress: fc.array(rule, { maxLength: 3 }),
});

function stateWith(networkPolicies: NetworkPolicyState[]): NamespaceState {
  return {
    name: 'shop',
    labels: {},
    workloads: APPS.map(app => ({
      object: { namespace: 'shop', kind: 'Deployment', name: app },
      podLabels: { app },
      serviceAccountName: 'default',
      hostNetwork: false,
    })),
    networkPolicies,
    resourceQuotas: [],
    limitRanges: [],
    serviceAccounts: [],
    services: [],
    rbac: { roles: [], bindings: [] },
    incomplete: {},
  };
}

/** Packets from somewhere, on every port at which something can change. */
const PROBED_PORTS = [...new Set(PORTS.flatMap(it => [it, it + 1]))].filter(
  it => it <= 65_535,
);
const PROBED_ADDRESSES = [0, 64, 128, 192, 255];

interface Packet {
  from: { pod: string; namespace: string } | { firstByte: number };
  port: number;
}

/** One packet after the other, by the words of the API reference. */
function lets(
  { podSelector, directions, ...rules }: NetworkPolicyState,
  app: string,
  direction: 'ingress' | 'egress',
  { from, port: number }: Packet,
): boolean {
  const matches = (
    labels: Record<string, string>,
    its: Record<string, string>,
  ) => Object.entries(labels).every(([key, value]) => its[key] === value);
  return (
    directions.includes(direction) &&
    matches(podSelector.matchLabels, { app }) &&
    rules[direction].some(
      ({ peers, ports }) =>
        (ports.length === 0 ||
          ports.some(
            it =>
              it.protocol === 'TCP' &&
              (it.port === undefined ||
                (typeof it.port === 'number' &&
                  it.port <= number &&
                  number <= (it.endPort ?? it.port))),
          )) &&
        (peers.length === 0 ||
          peers.some(it => {
            if (it.ipBlock) {
              return (
                'firstByte' in from &&
                contains(it.ipBlock.cidr, from.firstByte) &&
                !it.ipBlock.except.some(cidr => contains(cidr, from.firstByte))
              );
            }
            return (
              'pod' in from &&
              (it.namespaceSelector
                ? matches(it.namespaceSelector.matchLabels, {
                    app: from.namespace,
                  })
                : from.namespace === 'shop') &&
              matches(it.podSelector?.matchLabels ?? {}, { app: from.pod })
            );
          })),
    )
  );
}

function contains(cidr: string, firstByte: number): boolean {
  const [address, prefix] = cidr.split('/');
  const size = 256 / 2 ** Number(prefix);
  const first = Number(address.split('.')[0]);
  return first <= firstByte && firstByte < first + size;
}

describe('networkIsolation', () => {
  it('never finds more isolated when a policy allows everything', () => {
    fc.assert(
      fc.property(
        fc.array(policy, { maxLength: 4 }),
        selector,
        fc.subarray([...NETWORK_DIRECTIONS], { minLength: 1 }),
        (policies, podSelector, directions) => {
          const everything = [{ peers: [], ports: [] }];
          const before = networkIsolation(stateWith(policies));
          const after = networkIsolation(
            stateWith([
              ...policies,
              {
                name: 'allow-all',
                podSelector,
                directions,
                ingress: everything,
                egress: everything,
              },
            ]),
          );
          before.forEach((it, index) =>
            expect(ORDER[after[index].isolated]).toBeLessThanOrEqual(
              ORDER[it.isolated],
            ),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('agrees with trying packets one by one', () => {
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 4 }), policies => {
        for (const { workload, direction, isolated } of networkIsolation(
          stateWith(policies),
        )) {
          const isSelected = policies.some(
            ({ directions, podSelector: { matchLabels } }) =>
              directions.includes(direction) &&
              (matchLabels.app ?? workload.name) === workload.name,
          );
          const allOf = (froms: Packet['from'][]) =>
            froms.every(from =>
              PROBED_PORTS.every(number =>
                policies.some(it =>
                  lets(it, workload.name, direction, { from, port: number }),
                ),
              ),
            );
          const isOpen =
            // A Pod of no label that any selector knows stands for every Pod.
            allOf([
              { pod: 'other', namespace: 'elsewhere' },
              { pod: 'other', namespace: 'shop' },
            ]) || allOf(PROBED_ADDRESSES.map(firstByte => ({ firstByte })));
          expect({ workload, direction, isolated }).toEqual({
            workload,
            direction,
            isolated: isSelected && !isOpen ? 'yes' : 'no',
          });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
