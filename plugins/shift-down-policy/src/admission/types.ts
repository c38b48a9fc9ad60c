/** Admission policies as they are evaluated, and what is answered for each. */
import type { KubernetesObject } from '../evaluation';
import type { FieldPath } from '../evaluation';
import type { Verdict } from '../evaluation';
import type { CelCompilation } from '../cel/types';
import type { MatchResources } from './schema/matchResources';

/** An object by name, as problems refer to it. @public */
export interface PolicyObjectReference {
  apiVersion: string;
  kind: string;
  /** Empty for what lies in no namespace. */
  namespace: string;
  name: string;
}

/**
 * Why a policy or a binding can't be evaluated as it is written. What it says is unknown
 * for every object it matches; other policies are evaluated all the same.
 * @public
 */
export interface AdmissionPolicyProblem {
  object: PolicyObjectReference;
  /** Where in the policy. */
  field: FieldPath;
  message: string;
  /** Position within the expression at `field`, from 1; unset if it is no matter of one. */
  position?: { line: number; column: number };
}

/** An object that holds rules nobody evaluates here, and why. @public */
export interface PolicyNotEvaluated {
  object: PolicyObjectReference;
  reason: string;
}

/** An expression with what became of its compilation. @internal */
export interface PolicyExpression {
  source: string;
  compilation: CelCompilation;
}

/** @internal */
export interface PolicyValidation {
  expression: PolicyExpression;
  message: string;
  messageExpression?: PolicyExpression;
  /** Machine-readable reason of the refusal, such as `Invalid` or `Forbidden`. */
  statusReason: string;
}

/** What a binding says when its validations fail. @public */
export type ValidationAction = 'Deny' | 'Warn' | 'Audit';

/**
 * One rule set with one match: a ValidatingAdmissionPolicy, or one of the shapes (Pod,
 * controllers, cron jobs) that Kyverno derives from one ValidatingPolicy.
 * @internal
 */
export interface CompiledPolicy {
  evaluator: 'admission-policy' | 'kyverno';
  name: string;
  /** Of a policy that holds in one namespace only; else empty. */
  namespace: string;
  failurePolicy: 'Fail' | 'Ignore';
  paramKind?: { apiVersion: string; kind: string };
  matchConstraints: MatchResources;
  matchConditions: { name: string; expression: PolicyExpression }[];
  variables: ReadonlyMap<string, PolicyExpression>;
  validations: PolicyValidation[];
  auditAnnotations: { key: string; expression: PolicyExpression }[];
  /** Why nothing of it can be evaluated; unset where it can. */
  unsupported?: string;
}

/** @internal */
export interface CompiledBinding {
  name: string;
  matchResources?: MatchResources;
  paramRef?: ParamRef;
  actions: readonly ValidationAction[];
}

/** @internal */
export interface ParamRef {
  name: string;
  namespace: string;
  selector?: MatchResources['namespaceSelector'];
  parameterNotFoundAction: 'Allow' | 'Deny';
}

/** A policy with all it takes to judge an object by it. @internal */
export interface PolicyGroup {
  evaluator: CompiledPolicy['evaluator'];
  name: string;
  /** The first that matches an object judges it. */
  shapes: CompiledPolicy[];
  bindings: CompiledBinding[];
}

/**
 * Compiled policies with their bindings and what was given beside them. Immutable; keep it
 * for as long as the policies stay the same.
 * @public
 */
export interface AdmissionPolicySet {
  /** @internal */
  readonly groups: readonly PolicyGroup[];
  /** Objects that came with the policies and may serve as parameters. @internal */
  readonly objects: readonly KubernetesObject[];
}

/** @public */
export interface AdmissionPolicyOptions {
  /** Objects that may serve as parameters, besides those that came with the policies. */
  params?: readonly KubernetesObject[];
  /**
   * Whether there are no parameter objects but the given ones. If not, a parameter that is
   * not given makes the verdict unknown. Default: false.
   */
  paramsComplete?: boolean;
  /** Names of the only policies to evaluate; default: all. */
  policies?: readonly string[];
}

/** A verdict of an admission policy. @public */
export interface AdmissionVerdict extends Verdict {
  evaluator: 'admission-policy' | 'kyverno';
  /** Name of the binding; empty for engines that have none. */
  binding: string;
  /** All that the binding asks for; `effect` is the strongest of them. */
  actions: readonly ValidationAction[];
  /**
   * What the API server does to the request on account of this verdict alone: a failing
   * validation that only warns is admitted, and so is an error under failurePolicy Ignore,
   * although its result is unknown.
   */
  decision: 'admit' | 'deny' | 'unknown';
  /** Reason of the status of a refused request, such as `Invalid`. */
  statusReason: string;
  /**
   * Why the wording of `message` is not certain: its expression hung on something that is
   * not known. Empty where it is certain.
   */
  messageUnknown: string;
  /** Audit annotations that the policy would publish, by key without the policy's name. */
  auditAnnotations: Readonly<Record<string, string>>;
}
