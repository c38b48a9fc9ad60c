/** Short forms in which the catalogue is written. */
import type { SourceKind } from '../evidence';
import type { ControlMatcher, ControlReference } from './types';

/**
 * Cluster policies of these names, as Kyverno's own policy sets use them. Kyverno can
 * also run one as a ValidatingAdmissionPolicy, under a prefixed name.
 */
export function kyverno(...policies: string[]): ControlMatcher[] {
  return policies.flatMap(policy => [
    { type: 'policy' as const, engine: 'kyverno' as const, policy },
    ...[policy, `cpol-${policy}`, `vpol-${policy}`].map(name => ({
      type: 'policy' as const,
      engine: 'validating-admission-policy' as const,
      policy: name,
    })),
  ]);
}

/** Constraints of these kinds, as in Gatekeeper's policy library. */
export function gatekeeper(...kinds: string[]): ControlMatcher[] {
  return kinds.map(policy => ({
    type: 'policy',
    engine: 'gatekeeper',
    policy,
  }));
}

/** Trivy's Kubernetes checks of these numbers, in each form their ids have had. */
export function trivy(...checks: number[]): ControlMatcher[] {
  return checks.flatMap(check => {
    const short = `${check}`.padStart(3, '0');
    // Numbers past 999 kept the zero they once had in front.
    const long = check > 999 ? `0${check}` : `${check}`.padStart(4, '0');
    const forms = new Set([`KSV${short}`, `KSV${long}`, `KSV-${long}`]);
    return [...forms].map(policy => ({
      type: 'policy' as const,
      engine: 'trivy' as const,
      policy,
    }));
  });
}

/** Checks of our own, by the standard or baseline that they belong to. */
export function shiftDown(
  policy: string,
  ...rules: string[]
): ControlMatcher[] {
  return rules.map(rule => ({
    type: 'policy',
    engine: 'shift-down',
    policy,
    rule,
  }));
}

/** Policies of the guardrail bundle in `examples/policies`, by their names. */
export function guardrail(...policies: string[]): ControlMatcher[] {
  return policies.map(policy => ({
    type: 'policy',
    engine: 'validating-admission-policy',
    policy,
  }));
}

/** What reports on Pods and their controllers. */
export const WORKLOAD_WITNESSES: SourceKind[] = [
  'Evaluation',
  'PolicyReport',
  'Report',
  'GatekeeperConstraint',
  'ConfigAuditReport',
];

/** What reports on namespaces, and on what else is in them. */
export const NAMESPACE_WITNESSES: SourceKind[] = [
  'Evaluation',
  'PolicyReport',
  'ClusterPolicyReport',
  'Report',
  'ClusterReport',
  'GatekeeperConstraint',
  'ConfigAuditReport',
];

/** A check of the Pod Security Standards. */
export function podSecurity(id: string): ControlReference {
  return {
    standard: 'pod-security',
    id,
    url: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  };
}

/** A recommendation of the CIS Kubernetes Benchmark 1.12. */
export function cis(id: string): ControlReference {
  return { standard: 'cis', version: 'cis-1.12', id };
}

/**
 * A recommendation of the NSA/CISA hardening guide, which numbers none: the numbers
 * are those of Trivy's compliance specification.
 */
export function nsa(id: string): ControlReference {
  return { standard: 'nsa', version: 'k8s-nsa-1.0', id };
}

/** A control of Kubescape's frameworks. */
export function kubescape(id: string): ControlReference {
  return { standard: 'kubescape', id };
}

/** A requirement of SLSA 1.2. */
export function slsa(id: string): ControlReference {
  return {
    standard: 'slsa',
    version: '1.2',
    id,
    url: 'https://slsa.dev/spec/v1.2/',
  };
}
