/** Whether a request fulfils all match conditions of a policy. */
import type { CostBudget } from '../../cel/types';
import type { CompiledPolicy } from '../types';
import { evaluateExpression, type Activation } from './activation';

/** @internal */
export type ConditionsOutcome =
  | { type: 'yes' }
  | { type: 'no'; condition: string }
  | { type: 'error'; message: string }
  | { type: 'unknown'; reason: string };

/** A condition that is false outweighs all errors and all that is not known. @internal */
export function evaluateMatchConditions(
  policy: CompiledPolicy,
  activation: Activation,
  budget: CostBudget,
): ConditionsOutcome {
  const errors: string[] = [];
  let unknown: string | undefined;
  for (const { name, expression } of policy.matchConditions) {
    const outcome = evaluateExpression(expression, activation, budget);
    if (outcome.type === 'error') {
      errors.push(outcome.message);
    } else if (outcome.type === 'unknown') {
      unknown ??= `match condition '${name}': ${outcome.reason}`;
    } else if (outcome.value === false) {
      return { type: 'no', condition: name };
    }
  }
  if (unknown !== undefined) {
    return { type: 'unknown', reason: unknown };
  }
  return errors.length > 0
    ? { type: 'error', message: aggregate(errors) }
    : { type: 'yes' };
}

/** Several errors in one line, each once, as the API server puts them. */
function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? distinct[0] : `[${distinct.join(', ')}]`;
}
