/** Runs a policy on a request that it is about. */
import type { JsonObject } from '../../evaluation';
import type { CostBudget } from '../../cel/types';
import { locateViolations } from '../locate/locateViolations';
import type { CompiledPolicy, PolicyValidation } from '../types';
import {
  evaluateExpression,
  withVariables,
  type Activation,
} from './activation';
import {
  evaluateAuditAnnotations,
  type AuditAnnotationsOutcome,
} from './auditAnnotations';
import { evaluateMatchConditions } from './matchConditions';
import { failureMessage } from './messages';
import { failOf, type Outcome } from './verdicts';

/** What the API server spends on the validations of a policy, and on its conditions. */
const BUDGET = 10_000_000;
const MATCH_CONDITIONS_BUDGET = 2_500_000;

/** @internal */
export type Invocation =
  /** The conditions settle it for all validations. */
  | { type: 'settled'; outcome: Outcome }
  | { type: 'conditions-failed'; message: string }
  | {
      type: 'evaluated';
      /** One for each validation, in order. */
      outcomes: Outcome[];
      audit: AuditAnnotationsOutcome;
    };

/** @param activation - with the parameter, if the policy takes one. @internal */
export function invokePolicy(
  policy: CompiledPolicy,
  activation: Activation,
): Invocation {
  const conditions = evaluateMatchConditions(
    policy,
    policy.evaluator === 'kyverno'
      ? activation
      : // The API server gives match conditions no Namespace.
        { ...activation, namespaceObject: null },
    { remaining: MATCH_CONDITIONS_BUDGET },
  );
  switch (conditions.type) {
    case 'no':
      return {
        type: 'settled',
        outcome: {
          type: 'not-applicable',
          reason: `match condition '${conditions.condition}' is not fulfilled`,
        },
      };
    case 'unknown':
      return { type: 'settled', outcome: conditions };
    case 'error':
      return policy.failurePolicy === 'Ignore'
        ? {
            type: 'settled',
            outcome: {
              type: 'ignored',
              reason: ignored(conditions.message),
            },
          }
        : { type: 'conditions-failed', message: conditions.message };
    default:
  }

  const budget: CostBudget = { remaining: BUDGET };
  const complete = withVariables(policy, activation, budget);
  const outcomes = policy.validations.map((validation, index) =>
    evaluateValidation(policy, validation, index, complete, budget, object =>
      withVariables(policy, { ...activation, object }, { remaining: BUDGET }),
    ),
  );
  return {
    type: 'evaluated',
    outcomes,
    audit: evaluateAuditAnnotations(policy, activation, {
      remaining: BUDGET,
    }),
  };
}

function evaluateValidation(
  policy: CompiledPolicy,
  validation: PolicyValidation,
  index: number,
  activation: Activation,
  budget: CostBudget,
  activationFor: (object: JsonObject) => Activation,
): Outcome {
  const { expression } = validation;
  const outcome = evaluateExpression(expression, activation, budget);
  const locate = (message: string, type: 'value' | 'error') =>
    locateViolations({
      policy,
      expression,
      object: activation.object as JsonObject,
      message,
      fails: object => {
        const again = evaluateExpression(expression, activationFor(object), {
          remaining: BUDGET,
        });
        return (
          again.type === type &&
          !(again.type === 'value' && again.value === true)
        );
      },
    });

  switch (outcome.type) {
    case 'unknown':
      return outcome;
    case 'error': {
      // Kyverno's failurePolicy is about its match conditions and its own failure only.
      if (policy.failurePolicy === 'Ignore' && policy.evaluator !== 'kyverno') {
        return { type: 'ignored', reason: ignored(outcome.message) };
      }
      const text =
        policy.evaluator === 'kyverno'
          ? `error: ${outcome.message}`
          : outcome.message;
      return { ...failOf(text), violations: locate(text, 'error') };
    }
    default:
  }
  if (outcome.value === true) {
    return { type: 'pass' };
  }
  const { text, unknown } = failureMessage(
    policy,
    validation,
    index,
    activation,
    budget,
  );
  return {
    type: 'fail',
    text,
    messageUnknown: unknown,
    statusReason: validation.statusReason,
    violations: locate(text, 'value'),
  };
}

/** @internal */
export function ignored(message: string): string {
  return `failurePolicy is Ignore, so the API server looks past this: ${message}`;
}
