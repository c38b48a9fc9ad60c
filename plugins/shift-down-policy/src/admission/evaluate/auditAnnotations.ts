/** Annotations of the audit event that a policy publishes about a request. */
import type { CostBudget } from '../../cel/types';
import type { CompiledPolicy } from '../types';
import {
  evaluateExpression,
  withVariables,
  type Activation,
} from './activation';

/** Bytes that are kept of one. */
const LONGEST_VALUE = 10 * 1024;

/** @internal */
export interface AuditAnnotationsOutcome {
  /** Values by key; several parameters may give several. */
  annotations: Record<string, string>;
  errors: string[];
  /** Why one of them is not known; empty if all are. */
  unknown: string;
}

/** Variables are evaluated anew, on the budget of the annotations. @internal */
export function evaluateAuditAnnotations(
  policy: CompiledPolicy,
  activation: Activation,
  budget: CostBudget,
): AuditAnnotationsOutcome {
  const outcome: AuditAnnotationsOutcome = {
    annotations: {},
    errors: [],
    unknown: '',
  };
  if (policy.auditAnnotations.length === 0) {
    return outcome;
  }
  const complete = withVariables(policy, activation, budget);
  for (const { key, expression } of policy.auditAnnotations) {
    const evaluated = evaluateExpression(expression, complete, budget);
    if (evaluated.type === 'error') {
      outcome.errors.push(evaluated.message);
    } else if (evaluated.type === 'unknown') {
      outcome.unknown ||= `audit annotation '${key}': ${evaluated.reason}`;
    } else if (typeof evaluated.value === 'string') {
      const value = evaluated.value.trim();
      if (value) {
        outcome.annotations[key] = firstBytes(value, LONGEST_VALUE);
      }
    } else if (evaluated.value !== null) {
      outcome.errors.push(
        `valueExpression '${expression.source}' resulted in unsupported return type: Return type must be either string or null.`,
      );
    }
  }
  return outcome;
}

function firstBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= limit
    ? text
    : new TextDecoder().decode(bytes.subarray(0, limit)).replace(/\uFFFD$/, '');
}
