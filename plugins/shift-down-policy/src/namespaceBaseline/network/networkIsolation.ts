/**
 * Effective isolation. Policies add up: the first that selects a Pod for a direction
 * denies all traffic of that direction, and each one allows something again. A Pod is
 * isolated when at least one selects it and all of them together don't allow everything.
 *
 * See https://kubernetes.io/docs/concepts/services-networking/network-policies/.
 */
import type { ObjectReference } from '@shift-down/plugin-shift-down-common';
import {
  NETWORK_DIRECTIONS,
  type NamespaceState,
  type NamespaceWorkload,
  type NetworkDirection,
  type NetworkPolicyState,
} from '../types';
import { listed } from '../verdicts';
import { openWorlds, opensPartOf, WORLDS, type World } from './coverage';
import { selectsPods } from './selectsPods';

/** How far the Pods of one workload are cut off in one direction. @public */
export interface WorkloadIsolation {
  workload: ObjectReference;
  direction: NetworkDirection;
  isolated: 'yes' | 'no' | 'unknown';
  /** In words, why not or why nobody knows; empty where it is isolated. */
  reason: string;
  /** Names of the policies that select it for this direction. */
  selectedBy: string[];
  /** Names of those among them that allow everything again, together if need be. */
  undoneBy: string[];
}

/** Isolation of every workload, ingress before egress. @public */
export function networkIsolation(state: NamespaceState): WorkloadIsolation[] {
  return NETWORK_DIRECTIONS.flatMap(direction =>
    state.workloads.map(workload => isolationOf(workload, direction, state)),
  );
}

/** @internal */
export function isolationOf(
  workload: NamespaceWorkload,
  direction: NetworkDirection,
  { networkPolicies, incomplete }: NamespaceState,
): WorkloadIsolation {
  const governing = networkPolicies
    .filter(({ directions }) => directions.includes(direction))
    .map(policy => ({
      policy,
      selects: selectsPods(policy.podSelector, workload),
    }));
  const certain = governing
    .filter(({ selects }) => selects === true)
    .map(({ policy }) => policy);
  const possible = governing
    .filter(({ selects }) => selects !== false)
    .map(({ policy }) => policy);
  const answer = (
    isolated: WorkloadIsolation['isolated'],
    reason: string,
    undoneBy: string[] = [],
  ): WorkloadIsolation => ({
    workload: workload.object,
    direction,
    isolated,
    reason,
    selectedBy: namesOf(certain),
    undoneBy,
  });

  if (workload.hostNetwork) {
    return answer(
      'no',
      'the Pods use the network of their node, which network policies do not reach',
    );
  }
  const open = whatIsOpen(certain, direction);
  if (open) {
    const { world, policies } = open;
    return answer(
      'no',
      `NetworkPolicy ${listed(policies)} ${
        policies.length > 1 ? 'together allow' : 'allows'
      } ${
        direction === 'ingress' ? 'traffic from' : 'traffic to'
      } every ${world}`,
      policies,
    );
  }
  const doubtful = possible.filter(policy => !certain.includes(policy));
  const doubt = `whether NetworkPolicy ${listed(
    namesOf(doubtful),
  )} selects the Pods depends on labels that only running ones have`;
  if (certain.length === 0) {
    if (doubtful.length > 0) {
      return answer('unknown', doubt);
    }
    return incomplete.NetworkPolicy
      ? answer('unknown', incomplete.NetworkPolicy)
      : answer('no', `no NetworkPolicy selects the Pods for ${direction}`);
  }
  if (doubtful.length > 0 && whatIsOpen(possible, direction)) {
    return answer('unknown', doubt);
  }
  return incomplete.NetworkPolicy
    ? answer('unknown', incomplete.NetworkPolicy)
    : answer('yes', '');
}

/** The policies that allow all of something: the ones that do alone, or else all parts. */
function whatIsOpen(
  policies: NetworkPolicyState[],
  direction: NetworkDirection,
): { world: World; policies: string[] } | undefined {
  const open = openWorlds(policies.flatMap(policy => policy[direction]));
  const world = WORLDS.find(it => open.includes(it));
  if (!world) {
    return undefined;
  }
  const alone = policies.filter(policy =>
    openWorlds(policy[direction]).includes(world),
  );
  return {
    world,
    policies: namesOf(
      alone.length > 0
        ? alone
        : policies.filter(policy =>
            policy[direction].some(rule => opensPartOf(rule, world)),
          ),
    ),
  };
}

function namesOf(policies: NetworkPolicyState[]): string[] {
  return policies.map(({ name }) => name);
}
