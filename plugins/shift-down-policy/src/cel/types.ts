/** CEL as admission policies use it; see `compileCel`. */
import type { FieldPath } from '../evaluation/kubernetesObject';

/**
 * A variable that has no value here, and why: the authorizer, the old object, the user, a
 * parameter that can't be read. Whatever needs it is unknown.
 * @public
 */
export class UnknownValue {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * What an expression came to. `unknown` is neither a value nor an error of the
 * expression: it hung on something that can't be known here (`reason` says on what), on a
 * pattern that the engine does not support, or on a cost above the limit.
 * @public
 */
export type CelOutcome =
  | { type: 'value'; value: unknown }
  | { type: 'error'; message: string }
  | { type: 'unknown'; reason: string };

/**
 * What may be spent on one evaluation; shared by all expressions of a policy, as the API
 * server does it. Units are those of Kubernetes' runtime cost, roughly.
 * @public
 */
export interface CostBudget {
  remaining: number;
}

/** @public */
export interface CelProgram {
  readonly source: string;
  /**
   * @param variables - JSON (numbers that are whole are ints), {@link UnknownValue}, values
   *   of earlier outcomes, or functions of no arguments that are called once on first use and
   *   return a {@link CelOutcome} (lazy variables of a policy).
   */
  evaluate(
    variables: Readonly<Record<string, unknown>>,
    budget: CostBudget,
  ): CelOutcome;
  /**
   * Paths that the expression reads from the variable, as far as they are constant, in the
   * order of the text: `object.spec.replicas > 1` reads `['spec', 'replicas']`.
   */
  fieldsOf(variable: string): FieldPath[];
}

/** @public */
export type CelCompilation =
  | { type: 'program'; program: CelProgram }
  | { type: 'invalid'; message: string; line: number; column: number }
  | { type: 'unsupported'; reason: string };
