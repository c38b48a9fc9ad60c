/** One namespace: its baseline, what reaches its workloads, and who can do what in it. */
import type {
  EvaluatedAccess,
  EvaluatedIdentity,
  EvaluationDetail,
  TrafficIsolation,
} from '@shift-down/plugin-shift-down-common';
import { cloudAccess, dangerousAccess } from '../access';
import { POWERS_IN_WORDS } from '../access/powersInWords';
import {
  evaluateNamespaceBaseline,
  NAMESPACE_STATE_KINDS,
  namespaceStateOf,
  networkIsolation,
  type Incomplete,
  type NamespaceState,
  type NamespaceStateObject,
  type WorkloadIsolation,
} from '../namespaceBaseline';
import { redact } from '../redact';
import { isKept } from './isKept';
import { toCheck, toPolicyResult } from './toEvidence';
import type {
  ClusterSurroundings,
  Evaluated,
  NamespaceToEvaluate,
} from './types';

const ACCESS_KEPT = 500;
const PATHS_KEPT = 10;
const ASSUMERS_KEPT = 50;

/** @internal */
export function evaluateNamespace(
  input: NamespaceToEvaluate,
  {
    clusterRoles,
    networkPolicyProvider,
    trusted = [],
  }: Pick<
    ClusterSurroundings,
    'clusterRoles' | 'networkPolicyProvider' | 'trusted'
  >,
): Evaluated {
  const state = stateOf(input, clusterRoles);
  const verdicts = evaluateNamespaceBaseline(state, {
    ...(networkPolicyProvider && { networkPolicyProvider }),
    trusted,
  });
  const accessUnknown = [
    state.incomplete.Role,
    state.incomplete.RoleBinding,
    state.incomplete.ClusterRole,
    state.incomplete.ClusterRoleBinding,
  ].find(reason => reason !== undefined);
  return {
    results: verdicts.flatMap(
      ({ object, verdict }) => toPolicyResult(verdict, object) ?? [],
    ),
    detail: {
      checks: verdicts.flatMap(({ verdict }) => toCheck(verdict) ?? []),
      isolation: isolationOf(state),
      access: accessOf(state, trusted),
      ...(accessUnknown !== undefined && { accessUnknown }),
      identities: identitiesOf(state, trusted),
    },
  };
}

function stateOf(
  { name, stored, objects, workloads, incomplete }: NamespaceToEvaluate,
  clusterRoles: readonly NamespaceStateObject[],
): NamespaceState {
  const known: Incomplete = {};
  for (const kind of NAMESPACE_STATE_KINDS) {
    const reason = incomplete[kind];
    if (reason !== undefined) {
      known[kind] = reason;
    }
  }
  const unknown = workloads.find(it => !isKept(it.stored));
  if (unknown) {
    const { kind, name: workload } = unknown.subject;
    known.Workload ??= `Nothing is known of ${kind} ${workload} but its name`;
  }
  return namespaceStateOf(
    name,
    [
      ...(stored && isKept(stored) ? [stored] : []),
      ...objects,
      ...workloads
        .filter(it => isKept(it.stored))
        .map(it => ({ ...it.stored, subject: it.subject })),
      ...clusterRoles,
    ],
    known,
  );
}

function isolationOf(state: NamespaceState): EvaluationDetail['isolation'] {
  const byDirection = networkIsolation(state);
  return state.workloads.map(({ object: { kind, name } }) => {
    const of = (direction: WorkloadIsolation['direction']) =>
      toTrafficIsolation(
        byDirection.find(
          it =>
            it.direction === direction &&
            it.workload.kind === kind &&
            it.workload.name === name,
        ),
      );
    return { kind, name, ingress: of('ingress'), egress: of('egress') };
  });
}

const STATES = { yes: 'isolated', no: 'open', unknown: 'unknown' } as const;

function toTrafficIsolation(
  isolation: WorkloadIsolation | undefined,
): TrafficIsolation {
  return {
    state: isolation ? STATES[isolation.isolated] : 'unknown',
    reason: isolation?.reason ?? '',
    policies: isolation?.selectedBy ?? [],
    undoneBy: isolation?.undoneBy ?? [],
  };
}

function accessOf(
  { name, rbac }: NamespaceState,
  trusted: readonly string[],
): EvaluatedAccess[] {
  return dangerousAccess(name, rbac, trusted)
    .slice(0, ACCESS_KEPT)
    .map(({ paths, ...access }) => ({
      ...access,
      title: POWERS_IN_WORDS[access.power],
      paths: paths.slice(0, PATHS_KEPT),
    }));
}

function identitiesOf(
  state: NamespaceState,
  trusted: readonly string[],
): EvaluatedIdentity[] {
  return cloudAccess(state, trusted).map(({ assumableBy, ...identity }) => ({
    ...identity,
    identity: redact(identity.identity),
    assumableBy: assumableBy
      .slice(0, ASSUMERS_KEPT)
      .map(({ who, trusted: isTrusted }) => ({ who, trusted: isTrusted })),
  }));
}
