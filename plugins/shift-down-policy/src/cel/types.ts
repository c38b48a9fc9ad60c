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
 * A value that is worked out on its first use and then kept, such as a variable of a
 * policy.
 * @public
 */
export class LazyValue {
  private readonly evaluate: () => CelOutcome;
  private known: CelOutcome | undefined;

  constructor(evaluate: () => CelOutcome) {
    this.evaluate = evaluate;
  }

  get outcome(): CelOutcome {
    this.known ??= this.evaluate();
    return this.known;
  }
}

/**
 * What may be spent on one evaluation; shared by all expressions of a policy, as the API
 * server does it. Units are those of Kubernetes' runtime cost, roughly.
 * @public
 */
export interface CostBudget {
  remaining: number;
}

/** @public */
export interface CelOptions {
  /** Names that may be used; any other is an undeclared reference, as on the API server. */
  variables: readonly string[];
  /**
   * Minor version of the API server that is assumed, such as 36 for 1.36 (the default). It
   * takes new policies only with functions that the version before it knew already; others
   * are undeclared.
   */
  minorVersion?: number;
  /**
   * Types of the policy's variables that the expression may use, by name, as
   * {@link CelProgram.resultType} tells them; `variables` has these and no others then.
   * Without them all are `dyn`.
   */
  variableTypes?: Readonly<Record<string, string>>;
  /**
   * What a function or name that is not known makes of the expression. The API server
   * refuses it (`invalid`, the default); Kyverno has more of them than are known here, so
   * that its policies want `unsupported`.
   */
  unknownNames?: 'invalid' | 'unsupported';
}

/** @public */
export interface CelProgram {
  readonly source: string;
  /**
   * What the expression comes to as far as its text tells: `bool`, `string`, `list(string)`,
   * `dyn` where only evaluation tells. The API server wants exactly `bool` of a validation
   * or match condition and `string` of a message expression.
   */
  readonly resultType: string;
  /**
   * @param variables - JSON as it is, no preparation needed (numbers that are whole are
   *   ints), {@link UnknownValue}, {@link LazyValue} or values of earlier outcomes. Unknown
   *   and lazy values may stand at any depth, such as in `request.userInfo` or in the map
   *   `variables`.
   */
  evaluate(
    variables: Readonly<Record<string, unknown>>,
    budget: CostBudget,
  ): CelOutcome;
  /**
   * Paths that the expression reads from the variable, as far as they are constant, in the
   * order of the text and each once: `object.spec.replicas > 1` reads `['spec', 'replicas']`.
   * What is iterated over comes first, then what is read of its items, with `'*'` for the
   * item: `object.spec.containers.all(c, has(c.image))` reads `['spec', 'containers']` and
   * `['spec', 'containers', '*', 'image']`.
   */
  fieldsOf(variable: string): FieldPath[];
}

/** @public */
export type CelCompilation =
  | { type: 'program'; program: CelProgram }
  | { type: 'invalid'; message: string; line: number; column: number }
  | { type: 'unsupported'; reason: string };
