/** What our own evaluation keeps for people: why something does not pass, and where. */
import type { ObjectReference } from './evidence';
import type { Result } from './vocabulary';

/** How a workload does by the Pod Security Standards. @public */
export interface PodSecurityEvaluation {
  /** Of the standard, such as `v1.36`. */
  version: string;
  baseline: Result;
  restricted: Result;
}

/** A check that does not pass. All texts are redacted. @public */
export interface EvaluatedCheck {
  policy: string;
  rule: string;
  /** Of Pod Security: the lowest level that the check belongs to. */
  level?: 'baseline' | 'restricted';
  result: 'fail' | 'unknown';
  /** Why it is unknown; else empty. */
  reason: string;
  message: string;
  violations: {
    /** Container; empty for the whole object. */
    component: string;
    /** The field to change, such as `spec.containers[0].image`. */
    field: string;
    message: string;
  }[];
}

/** Whether network policies restrict one direction of a workload's traffic. @public */
export interface TrafficIsolation {
  /** `open` also where one policy allows again what another one denies. */
  state: 'isolated' | 'open' | 'unknown';
  reason: string;
  /** Names of the policies that select it. */
  policies: string[];
  /** Names of those among them that allow everything again. */
  undoneBy: string[];
}

/** What is kept of who can do something dangerous in a namespace. @public */
export interface EvaluatedAccess {
  /** `user:`, `group:` or `serviceaccount:<namespace>:` and the name, or `unknown`. */
  who: string;
  power: string;
  /** In words that follow "may". */
  title: string;
  scope: 'namespace' | 'cluster';
  trusted: boolean;
  anybody: boolean;
  paths: {
    binding: ObjectReference;
    role: ObjectReference;
    /** Unset where they have it themselves. */
    actingAs?: string;
    names: string[];
  }[];
}

/** What is kept of an identity of a cloud that can be had in a namespace. @public */
export interface EvaluatedIdentity {
  serviceAccount: string;
  provider: 'aws' | 'google-cloud' | 'azure';
  identity: string;
  workloads: ObjectReference[];
  assumableBy: { who: string; trusted: boolean }[];
}

/** {@inheritDoc EvaluatedCheck} @public */
export interface EvaluationDetail {
  checks: EvaluatedCheck[];
  /** Of a namespace: its workloads and what reaches them. */
  isolation?: (Pick<ObjectReference, 'kind' | 'name'> & {
    ingress: TrafficIsolation;
    egress: TrafficIsolation;
  })[];
  access?: EvaluatedAccess[];
  /** Why access is not known in full, if it isn't. */
  accessUnknown?: string;
  identities?: EvaluatedIdentity[];
}
