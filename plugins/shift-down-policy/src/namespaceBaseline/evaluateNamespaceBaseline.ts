/** All checks of the namespace baseline, in the order in which they are told. */
import { evaluateAccess } from '../access/evaluateAccess';
import { defaultServiceAccount } from './checks/defaultServiceAccount';
import { exposedServices } from './checks/exposedServices';
import { limitRange } from './checks/limitRange';
import { networkDns } from './checks/networkDns';
import { networkIsolationByDirection } from './checks/networkIsolationByDirection';
import { podSecurityLevel } from './checks/podSecurityLevel';
import { podSecurityVersion } from './checks/podSecurityVersion';
import { podSecurityWarnings } from './checks/podSecurityWarnings';
import { resourceQuota } from './checks/resourceQuota';
import { serviceQuota } from './checks/serviceQuota';
import type {
  NamespaceBaselineOptions,
  NamespaceState,
  ObjectVerdict,
} from './types';

/**
 * Judges what makes a namespace secure by default: rules `pod-security-level`,
 * `pod-security-version`, `pod-security-warnings`, `network-ingress`, `network-egress`,
 * `network-dns`, `resource-quota`, `limit-range`, `service-quota`,
 * `default-service-account` and `exposed-services` of policy `namespace-baseline`, and
 * `cluster-admin`, `wildcards`, `escalation`, `secrets` and `pod-creation` of policy
 * `access`. The catalogue says which control each bears on.
 *
 * Verdicts are about the Namespace. Where a Service, a Role or a RoleBinding is wrong the
 * verdict is about that one, for that is where engines report it; then the Namespace has
 * no verdict for the rule. A single such object that is right has a pass of its own.
 *
 * What is not known to be missing never fails, and what is not known to be all never
 * passes: see {@link Incomplete}.
 * @public
 */
export function evaluateNamespaceBaseline(
  state: NamespaceState,
  options: NamespaceBaselineOptions = {},
): ObjectVerdict[] {
  return [
    podSecurityLevel(state),
    podSecurityVersion(state),
    podSecurityWarnings(state),
    ...networkIsolationByDirection(state, options),
    networkDns(state),
    resourceQuota(state),
    limitRange(state),
    serviceQuota(state),
    defaultServiceAccount(state),
    ...exposedServices(state),
    ...evaluateAccess(state, options),
  ];
}
