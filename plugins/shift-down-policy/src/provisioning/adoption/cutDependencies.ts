/**
 * What default-deny would cut of what the catalog declares. Policies add up: what those
 * that are there allow they go on allowing.
 */
import {
  NETWORK_DIRECTIONS,
  namespaceStateOf,
  type NetworkDirection,
  type NetworkPeer,
  type NetworkPolicyState,
  type NetworkRule,
} from '../../namespaceBaseline';
import { listed } from '../../namespaceBaseline/verdicts';
import { matchesSelector, type LabelSelector } from '../../labelSelector';
import { asObserved, stateObjectOf } from '../drift/stateObjectOf';
import type {
  CutDependency,
  DeclaredDependency,
  ObservedObject,
  PlannedObject,
  UnknownKinds,
} from '../types';

/** Every namespace has its name as this label; others of its labels are not known here. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

type Allowed = 'yes' | 'maybe' | 'no';

/** @internal */
export function cutDependencies({
  planned,
  observed,
  unknown,
  dependencies,
}: {
  planned: readonly PlannedObject[];
  observed: readonly ObservedObject[];
  unknown: UnknownKinds;
  dependencies: readonly DeclaredDependency[];
}): CutDependency[] {
  const namespace = planned.find(
    ({ manifest }) => manifest.kind === 'Namespace',
  )?.manifest.metadata.name;
  if (namespace === undefined) {
    return [];
  }
  const objects = [
    ...planned.map(({ manifest }) => asObserved(manifest)),
    ...(unknown.NetworkPolicy === undefined ? observed : []),
  ];
  const { networkPolicies } = namespaceStateOf(
    namespace,
    objects
      .filter(it => it.kind === 'NetworkPolicy' && it.namespace === namespace)
      .map(stateObjectOf),
  );
  return dependencies.flatMap(dependency =>
    NETWORK_DIRECTIONS.flatMap(direction =>
      cutOf(dependency, direction, namespace, networkPolicies),
    ),
  );
}

function cutOf(
  { fromRef, toRef, fromNamespaces, toNamespaces }: DeclaredDependency,
  direction: NetworkDirection,
  namespace: string,
  policies: readonly NetworkPolicyState[],
): CutDependency[] {
  const [here, there] =
    direction === 'egress'
      ? [fromNamespaces, toNamespaces]
      : [toNamespaces, fromNamespaces];
  const governing = policies.filter(it => it.directions.includes(direction));
  if (!here.includes(namespace) || governing.length === 0) {
    return [];
  }
  // What runs beside it is what it talks to.
  const others = there.includes(namespace) ? [namespace] : [...new Set(there)];
  const answers = others.map(other => ({
    other,
    allowed: allowedBy(governing, direction, other, namespace),
  }));
  const cut = answers.filter(({ allowed }) => allowed === 'no');
  const doubtful = answers.filter(({ allowed }) => allowed === 'maybe');
  const told = cut.length > 0 ? cut : doubtful;
  if (told.length === 0) {
    return [];
  }
  const names = listed(told.map(({ other }) => other));
  const traffic =
    direction === 'egress'
      ? `traffic from ${namespace} to ${names}`
      : `traffic to ${namespace} from ${names}`;
  return [
    {
      fromRef,
      toRef,
      direction,
      message:
        cut.length > 0
          ? `${fromRef} depends on ${toRef}: ${traffic} would be denied`
          : `${fromRef} depends on ${toRef}: ${traffic} is allowed for some Pods or by labels only, perhaps not for these`,
    },
  ];
}

/** Whatever the port is: dependencies name none. */
function allowedBy(
  policies: readonly NetworkPolicyState[],
  direction: NetworkDirection,
  other: string,
  own: string,
): Allowed {
  return best(
    policies.map(policy => {
      const allowed = best(
        policy[direction].map(rule => allowedByRule(rule, other, own)),
      );
      return isEmpty(policy.podSelector) ? allowed : atMostMaybe(allowed);
    }),
  );
}

function allowedByRule(
  { peers }: NetworkRule,
  other: string,
  own: string,
): Allowed {
  return peers.length === 0
    ? 'yes'
    : best(peers.map(peer => allowedByPeer(peer, other, own)));
}

function allowedByPeer(
  { podSelector, namespaceSelector, ipBlock }: NetworkPeer,
  other: string,
  own: string,
): Allowed {
  if (ipBlock) {
    // Which addresses Pods have nobody here knows.
    return /^(0\.0\.0\.0|::)\/0$/.test(ipBlock.cidr) &&
      ipBlock.except.length === 0
      ? 'yes'
      : 'no';
  }
  const isMeant = namespaceSelector
    ? selectsNamespace(namespaceSelector, other)
    : own === other && 'yes';
  if (!isMeant) {
    return 'no';
  }
  return podSelector && !isEmpty(podSelector) ? 'maybe' : isMeant;
}

function selectsNamespace(
  selector: LabelSelector,
  name: string,
): 'yes' | 'maybe' | false {
  const byName = {
    matchLabels: Object.fromEntries(
      Object.entries(selector.matchLabels).filter(
        ([key]) => key === NAME_LABEL,
      ),
    ),
    matchExpressions: selector.matchExpressions.filter(
      ({ key }) => key === NAME_LABEL,
    ),
  };
  if (matchesSelector(byName, { [NAME_LABEL]: name }) === false) {
    return false;
  }
  return sizeOf(byName) === sizeOf(selector) ? 'yes' : 'maybe';
}

function best(answers: readonly Allowed[]): Allowed {
  return (['yes', 'maybe'] as const).find(it => answers.includes(it)) ?? 'no';
}

function atMostMaybe(allowed: Allowed): Allowed {
  return allowed === 'yes' ? 'maybe' : allowed;
}

function isEmpty(selector: LabelSelector): boolean {
  return sizeOf(selector) === 0;
}

function sizeOf({ matchLabels, matchExpressions }: LabelSelector): number {
  return Object.keys(matchLabels).length + matchExpressions.length;
}
