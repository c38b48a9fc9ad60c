/**
 * Traffic to and from every workload of the namespace is denied unless a policy allows
 * it, and no policy allows everything again. Where nobody names what enforces network
 * policies in the cluster, this is declared and not known to hold.
 */
import {
  isolationOf,
  type WorkloadIsolation,
} from '../network/networkIsolation';
import {
  NETWORK_DIRECTIONS,
  type NamespaceBaselineOptions,
  type NamespaceState,
  type NamespaceWorkload,
  type NetworkDirection,
  type ObjectVerdict,
} from '../types';
import { aboutNamespace, listed, named, namespaceReference } from '../verdicts';

/** One verdict for each direction, rules `network-ingress` and `network-egress`. */
export function networkIsolationByDirection(
  state: NamespaceState,
  { networkPolicyProvider }: NamespaceBaselineOptions,
): ObjectVerdict[] {
  return NETWORK_DIRECTIONS.map(direction =>
    judge(state, direction, networkPolicyProvider),
  );
}

function judge(
  state: NamespaceState,
  direction: NetworkDirection,
  provider: string | undefined,
): ObjectVerdict {
  const answer = aboutNamespace(state, `network-${direction}`);
  const { name, workloads, incomplete } = state;
  const isolations = workloads.map(it => isolationOf(it, direction, state));
  const open = isolations.filter(({ isolated }) => isolated === 'no');
  if (open.length > 0) {
    return answer.fail(
      open.map(({ workload, reason }) => ({
        message: `${named(
          workload,
        )} is not isolated for ${direction}: ${reason}`,
      })),
      culpritsOf(state, open),
      inShort(open, direction),
    );
  }
  const doubt = isolations.find(({ isolated }) => isolated === 'unknown');
  if (doubt) {
    return answer.unknown(
      `Whether ${named(
        doubt.workload,
      )} is isolated for ${direction} is not known: ${doubt.reason}`,
    );
  }
  if (workloads.length === 0 || incomplete.Workload) {
    const other = isolationOf(anyPod(state), direction, state);
    if (other.isolated !== 'yes') {
      return other.isolated === 'no' && !incomplete.Workload
        ? answer.fail(
            [
              {
                message: `Pods that are created in namespace ${name} are not isolated for ${direction}: ${other.reason}`,
              },
            ],
            culpritsOf(state, [other]),
          )
        : answer.unknown(incomplete.Workload ?? other.reason);
    }
  }
  return provider
    ? answer.pass()
    : answer.unknown(
        `Declared: policies isolate every workload of namespace ${name} for ${direction}. Nothing known enforces them: name what does under networkPolicies.enforcedBy of the cluster`,
      );
}

/** Workloads with the same reason are told together. */
function inShort(
  open: WorkloadIsolation[],
  direction: NetworkDirection,
): string {
  return [...new Set(open.map(({ reason }) => reason))]
    .map(reason => {
      const names = open
        .filter(it => it.reason === reason)
        .map(({ workload }) => named(workload));
      return `${listed(names)} ${
        names.length > 1 ? 'are' : 'is'
      } not isolated for ${direction}: ${reason}`;
    })
    .join('; ');
}

/** One of which nothing is known but that it is there. */
function anyPod(state: NamespaceState): NamespaceWorkload {
  return {
    object: namespaceReference(state),
    podLabels: {},
    serviceAccountName: 'default',
    hostNetwork: false,
  };
}

/** Policies that undo isolation, workloads, and the Namespace in the end. */
function culpritsOf(state: NamespaceState, open: WorkloadIsolation[]) {
  const policies = new Set(open.flatMap(({ undoneBy }) => undoneBy));
  return [
    ...[...policies].map(policy => ({
      namespace: state.name,
      kind: 'NetworkPolicy',
      name: policy,
    })),
    ...open.map(({ workload }) => workload),
  ];
}
