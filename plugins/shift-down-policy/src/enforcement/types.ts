/** From an approved exception to what each engine is told. */
import type {
  EnforcementTarget,
  Engine,
  Severity,
} from '@shift-down/plugin-shift-down-common';

/** A policy that was seen to fail under an exception. @public */
export interface PolicyWitness {
  /** UID. */
  cluster: string;
  engine: Engine;
  /** As the engine's reports name it, such as `KyvernoValidatingPolicy`. */
  reportedBy: string;
  /** `namespace/name` for a namespaced one. */
  policy: string;
  /** Rules that failed, without `autogen-`; empty where the engine has none. */
  rules: string[];
  /** Pod Security check ids, where the policy is one of Pod Security. */
  checks: string[];
  /** Workloads that it failed for. */
  workloads: WitnessedWorkload[];
}

/** @public */
export interface WitnessedWorkload {
  namespace: string;
  /** Root owner. */
  kind: string;
  name: string;
}

/**
 * A workload as it was collected, for a dry run of what it would make.
 * @public
 */
export interface ProbedWorkload extends WitnessedWorkload {
  apiVersion: string;
  /** What the allow-list kept of it. */
  fields: Record<string, unknown>;
}

/** What an engine can be told in one cluster. @public */
export interface EngineCapabilities {
  /** Served versions, newest first: `kyverno.io/v2`, `policies.kyverno.io/v1`. */
  exceptionVersions: readonly string[];
  hasExpiresAt: boolean;
  /** The dedicated namespace. */
  exceptionNamespace: string;
  /** Names of our own admission policies there that take exceptions. */
  guardrails: readonly string[];
}

/** What an engine will really let through. @public */
export interface EffectiveScope {
  /** UID. */
  cluster: string;
  target: EnforcementTarget;
  /** Policies, with their rules; no rules: the whole policy. */
  policies: { policy: string; rules: string[] }[];
  namespaces: string[];
  /** `Kind/name`; empty: everything in the namespaces. */
  workloads: string[];
  /** Sentences: each says one way in which it is wider than what was asked for. */
  wider: string[];
}

/** An object to be written. @public */
export interface RenderedObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

/**
 * What one engine of one cluster is to be told: one object, or one reason why there is
 * none. An exception has as many of them as objects are needed.
 * @public
 */
export interface PlannedEnforcement {
  /** UID. */
  cluster: string;
  target: EnforcementTarget;
  effectiveScope: EffectiveScope;
  /**
   * What to write; unset where the engine can't be told, see `portalOnly`. A `guardrail` is
   * one object for all exceptions of a policy, named as it: here with the entries of this
   * exception alone; those of all of them are merged by {@link renderGuardrailExceptions}.
   */
  object?: RenderedObject;
  /** What this exception adds to the object of a guardrail: one per workload. */
  entries?: GuardrailEntry[];
  /** Why no engine is told, for people, and what could be done by hand. */
  portalOnly?: string;
  /** What to write by hand, for Git, where there is such a thing. */
  document?: { title: string; text: string };
  /** Policies that refuse again once it has ended, to prove it. */
  policies: string[];
}

/** One line of the object that holds a guardrail's exceptions. @public */
export interface GuardrailEntry {
  exception: string;
  namespace: string;
  kind: string;
  name: string;
  /** Every container where it is empty. */
  container: string;
  /** ISO 8601; for people: the API server's CEL has no clock. */
  until: string;
}

/** A vulnerability that is accepted, or is none, for the documents that scanners read. @public */
export interface ExceptedVulnerability {
  exception: string;
  type: 'accepted-risk' | 'false-positive';
  advisory: string;
  /** Versionless; empty: every package. */
  packageUrl: string;
  /** Normalised image repository. */
  repository: string;
  severity: Severity;
  justification: string;
  /** OpenVEX justification of a false positive. */
  vexJustification?: string;
  /** What makes up for it, or what is done and until when. */
  action: string;
  from: string;
  until: string;
  decidedAt: string;
}
