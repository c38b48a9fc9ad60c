/** Compiles an expression of an admission policy, and evaluates it as often as wanted. */
import { ProgramCompiler } from './compile/ProgramCompiler';
import type { Code, Place } from './compile/code';
import type { FieldPath } from '../evaluation/kubernetesObject';
import { CelError, CostExceeded, Meter, Unknown } from './failures';
import { nameOf } from './staticTypes';
import { Invalid, invalidAt, parse, Unsupported } from './syntax';
import type {
  CelCompilation,
  CelOptions,
  CelOutcome,
  CelProgram,
  CostBudget,
} from './types';

/**
 * What one evaluation may cost, as on the API server.
 * @public
 */
export const CEL_EVALUATION_COST_LIMIT = 1_000_000;

/**
 * What all expressions of a policy may cost together for one object, as on the API server.
 * @public
 */
export const CEL_POLICY_COST_BUDGET = 10_000_000;

/** What ended an evaluation; what is a fault of ours is thrown on. */
function outcomeOf(thrown: unknown): CelOutcome {
  if (thrown instanceof CelError) {
    return { type: 'error', message: thrown.message };
  }
  if (thrown instanceof Unknown) {
    return { type: 'unknown', reason: thrown.reason };
  }
  if (thrown instanceof CostExceeded) {
    return {
      type: 'unknown',
      reason:
        'the expression costs more than may be spent on one evaluation; the API server, which counts a little differently, would stop it about here',
    };
  }
  if (thrown instanceof RangeError) {
    return {
      type: 'unknown',
      reason: 'the expression or the object is nested too deeply',
    };
  }
  throw thrown;
}

function evaluate(
  code: Code,
  variables: Readonly<Record<string, unknown>>,
  budget: CostBudget,
): CelOutcome {
  const meter = new Meter(
    Math.min(CEL_EVALUATION_COST_LIMIT, Math.max(0, budget.remaining)),
  );
  try {
    return {
      type: 'value',
      value: code.run({ variables, locals: [], meter }),
    };
  } catch (thrown) {
    return outcomeOf(thrown);
  } finally {
    budget.remaining -= meter.spent;
  }
}

function pathsOf(reads: readonly Place[], variable: string): FieldPath[] {
  const paths = new Map<string, FieldPath>();
  for (const read of reads) {
    if (read.variable === variable) {
      const text = JSON.stringify(read.path);
      if (!paths.has(text)) {
        paths.set(text, read.path);
      }
    }
  }
  return [...paths.values()];
}

function compile(source: string, options: CelOptions): CelProgram {
  const compiler = new ProgramCompiler(source, options);
  const code = compiler.compile(parse(source), { locals: [] });
  return {
    source,
    resultType: nameOf(code.type),
    evaluate: (variables, budget) => evaluate(code, variables, budget),
    fieldsOf: variable => pathsOf(compiler.reads, variable),
  };
}

/**
 * Compiles a CEL expression in the environment that kube-apiserver gives to
 * ValidatingAdmissionPolicies (https://kubernetes.io/docs/reference/using-api/cel/).
 *
 * The outcome `invalid` says that the API server would refuse the policy, `unsupported` that
 * it would not and we can't tell what the expression comes to.
 * @public
 */
export function compileCel(
  source: string,
  options: CelOptions,
): CelCompilation {
  try {
    return { type: 'program', program: compile(source, options) };
  } catch (thrown) {
    if (thrown instanceof Invalid) {
      return invalidAt(source, thrown.message, thrown.position);
    }
    if (thrown instanceof Unsupported) {
      return { type: 'unsupported', reason: thrown.reason };
    }
    if (thrown instanceof RangeError) {
      return {
        type: 'unsupported',
        reason: 'the expression is nested too deeply',
      };
    }
    throw thrown;
  }
}
