/** Egress rules of NetworkPolicies, for names and for destinations that a team named. */
import type { JsonObject } from '../../evaluation';
import type { DnsTarget, EgressDestination } from '../types';

/** The API server sets it on every Namespace; nobody can lend it. */
const LABEL_NAME = 'kubernetes.io/metadata.name';

/** One rule for each place where the cluster resolves names. */
export function dnsRules(targets: readonly DnsTarget[]): JsonObject[] {
  return targets.map(target => ({
    to: [peerOf(target)],
    ports: target.ports.flatMap(port => [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ]),
  }));
}

function peerOf(target: DnsTarget): JsonObject {
  return 'cidr' in target
    ? { ipBlock: { cidr: target.cidr } }
    : {
        namespaceSelector: { matchLabels: { [LABEL_NAME]: target.namespace } },
        podSelector: { matchLabels: { ...target.podLabels } },
      };
}

/** The one rule of a destination's policy. */
export function egressRule({
  cidr,
  namespace,
  ports,
}: EgressDestination): JsonObject {
  return {
    to: [
      namespace === undefined
        ? { ipBlock: { cidr: cidr ?? '' } }
        : {
            namespaceSelector: { matchLabels: { [LABEL_NAME]: namespace } },
          },
    ],
    ports: ports.map(({ protocol, port }) => ({ protocol, port })),
  };
}
