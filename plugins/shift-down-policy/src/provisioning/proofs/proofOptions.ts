import type {
  LimitsPreset,
  WishedPodSecurityLevel,
} from '@shift-down/plugin-shift-down-common';

/** What proofs are made for. @public */
export interface ProofOptions {
  namespace: string;
  /** Name of the owning group, as the label of workloads has it. */
  owner: string;
  /** Pod Security level that is enforced now. */
  level: WishedPodSecurityLevel;
  limits: LimitsPreset;
  /** ServiceAccount that the baseline made for workloads. */
  serviceAccount: string;
  /** An image of a registry that is approved, by digest; nothing is pulled. */
  image: string;
  /** Names of the policies that should refuse; those of the shipped bundle if unset. */
  policies?: Partial<ProofPolicies>;
  /** Further labels that every workload must have. */
  labels?: Record<string, string>;
}

/** Names of ValidatingAdmissionPolicies, or of Kyverno's, by what they refuse. @public */
export interface ProofPolicies {
  registries: string[];
  services: string[];
  limits: string[];
}

/** Those of the bundle in `examples/policies`. @internal */
export const SHIPPED_POLICIES: ProofPolicies = {
  registries: ['approved-registries'],
  services: ['no-exposed-services'],
  limits: ['requests-and-limits', 'strict-limits'],
};

/** @internal */
export function policiesOf({ policies }: ProofOptions): ProofPolicies {
  return { ...SHIPPED_POLICIES, ...policies };
}
