/** NetworkPolicies that are not ours and allow what ours deny. */
import {
  NETWORK_DIRECTIONS,
  namespaceStateOf,
  type NetworkDirection,
  type NetworkPolicyState,
} from '../../namespaceBaseline';
import {
  openWorlds,
  opensPartOf,
  type World,
} from '../../namespaceBaseline/network/coverage';
import { listed } from '../../namespaceBaseline/verdicts';
import type { ObjectDrift } from '@shift-down/plugin-shift-down-common';
import type { BaselineManifest, ObservedObject } from '../types';
import { asObserved, stateObjectOf } from './stateObjectOf';

const DIRECTIONS: Record<NetworkDirection, string> = {
  ingress: 'from',
  egress: 'to',
};

/**
 * @param ours - Those that we applied: what they don't deny nobody undoes.
 * @internal
 */
export function addedPolicies(
  namespace: string,
  observed: readonly ObservedObject[],
  ours: readonly BaselineManifest[],
): ObjectDrift[] {
  const names = new Set(ours.map(({ metadata }) => metadata.name));
  const isOurs = (name: string) => names.has(name);
  const denied = directionsOf(namespace, ours);
  const policies = observed.filter(({ kind }) => kind === 'NetworkPolicy');
  const read = policies.map(policy => ({ policy, state: stateOf(policy) }));
  const states = read.flatMap(({ state }) => state ?? []);
  return read
    .filter(({ policy }) => !isOurs(policy.name))
    .flatMap(({ policy, state }) => {
      if (!state) {
        return [
          drift(
            namespace,
            policy,
            'unknown',
            'It is not ours, and what it allows could not be read',
          ),
        ];
      }
      const opened = denied.flatMap(direction =>
        openingsOf(state, direction, states, isOurs),
      );
      return opened.length > 0
        ? [
            drift(
              namespace,
              policy,
              'added',
              `${opened.join('; ')}, beside the default-deny of the baseline`,
            ),
          ]
        : [];
    });
}

function directionsOf(
  namespace: string,
  policies: readonly BaselineManifest[],
): NetworkDirection[] {
  const { networkPolicies } = namespaceStateOf(
    namespace,
    policies.map(policy => stateObjectOf(asObserved(policy))),
  );
  return NETWORK_DIRECTIONS.filter(direction =>
    networkPolicies.some(it => it.directions.includes(direction)),
  );
}

/** What it opens, alone or with others that select the same Pods. */
function openingsOf(
  policy: NetworkPolicyState,
  direction: NetworkDirection,
  all: readonly NetworkPolicyState[],
  isOurs: (name: string) => boolean,
): string[] {
  if (!policy.directions.includes(direction)) {
    return [];
  }
  const rules = policy[direction];
  const alone = openWorlds(rules);
  if (alone.length > 0) {
    return [`Allows traffic ${DIRECTIONS[direction]} ${inWords(alone)}`];
  }
  const companions = all.filter(
    it => it.directions.includes(direction) && mayMeet(it, policy),
  );
  const ours = openWorlds(
    companions.filter(it => isOurs(it.name)).flatMap(it => it[direction]),
  );
  const together = openWorlds(companions.flatMap(it => it[direction])).filter(
    world =>
      !ours.includes(world) && rules.some(rule => opensPartOf(rule, world)),
  );
  if (together.length === 0) {
    return [];
  }
  const others = companions
    .filter(
      it =>
        it !== policy &&
        it[direction].some(rule =>
          together.some(world => opensPartOf(rule, world)),
        ),
    )
    .map(({ name }) => name);
  return [
    `Allows traffic ${DIRECTIONS[direction]} ${inWords(
      together,
    )} together with ${listed(others)}`,
  ];
}

/** Whether both surely select some of the same Pods. */
function mayMeet(a: NetworkPolicyState, b: NetworkPolicyState): boolean {
  const [first, second] = [a, b].map(({ podSelector }) => ({
    text: JSON.stringify(podSelector),
    isEmpty:
      Object.keys(podSelector.matchLabels).length === 0 &&
      podSelector.matchExpressions.length === 0,
  }));
  return first.isEmpty || second.isEmpty || first.text === second.text;
}

function inWords(worlds: readonly World[]): string {
  return listed(worlds.map(world => `every ${world}`));
}

/** Its own, for one that can't be read must not hide what the others allow. */
function stateOf(policy: ObservedObject): NetworkPolicyState | undefined {
  const { networkPolicies } = namespaceStateOf(policy.namespace, [
    stateObjectOf(policy),
  ]);
  return networkPolicies[0];
}

function drift(
  namespace: string,
  { apiVersion, kind, name }: ObservedObject,
  type: 'added' | 'unknown',
  message: string,
): ObjectDrift {
  return {
    type,
    apiVersion,
    kind,
    namespace,
    name,
    message,
    differences: [],
    controls: ['network-policy'],
  };
}
