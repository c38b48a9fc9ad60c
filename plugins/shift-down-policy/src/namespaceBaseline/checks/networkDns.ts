/**
 * Workloads whose egress is denied can still resolve names: some rule lets them send UDP
 * to a port of DNS. Without one a team allows everything again, for nothing works.
 *
 * CoreDNS listens on 53, OpenShift's on 5353; whom the rule allows is not looked at, as
 * a cache may answer on an address of the node.
 */
import { selectsPods } from '../network/selectsPods';
import type {
  NamespaceState,
  NamespaceWorkload,
  NetworkPort,
  NetworkRule,
  ObjectVerdict,
} from '../types';
import { aboutNamespace, listed, named } from '../verdicts';

const DNS_PORTS = [53, 5353];

export function networkDns(state: NamespaceState): ObjectVerdict {
  const answer = aboutNamespace(state, 'network-dns');
  const egress = state.networkPolicies.filter(({ directions }) =>
    directions.includes('egress'),
  );
  const policiesOf = (workload: NamespaceWorkload) =>
    egress.filter(
      ({ podSelector }) => selectsPods(podSelector, workload) !== false,
    );
  const denied = state.workloads.filter(
    workload => !workload.hostNetwork && policiesOf(workload).length > 0,
  );
  const deaf = denied.filter(
    workload =>
      !policiesOf(workload).some(policy => policy.egress.some(allowsDns)),
  );
  const { NetworkPolicy: missing, Workload: unseen } = state.incomplete;
  if (deaf.length > 0) {
    return missing
      ? answer.unknown(missing)
      : answer.fail(
          [
            {
              message: `No NetworkPolicy lets ${listed(
                deaf.map(it => named(it.object)),
              )} send UDP to port 53, so they resolve no names`,
            },
          ],
          deaf.map(it => it.object),
        );
  }
  const doubt = unseen ?? (denied.length === 0 ? missing : undefined);
  return doubt ? answer.unknown(doubt) : answer.pass();
}

function allowsDns({ ports }: NetworkRule): boolean {
  return ports.length === 0 || ports.some(isDns);
}

function isDns({ protocol, port, endPort }: NetworkPort): boolean {
  if (protocol !== 'UDP') {
    return false;
  }
  if (typeof port === 'string') {
    return port.startsWith('dns');
  }
  return (
    port === undefined ||
    DNS_PORTS.some(it => port <= it && it <= (endPort ?? port))
  );
}
