/** How refusals are worded. */
import type { CelOutcome, CostBudget } from '../../cel/types';
import type {
  CompiledBinding,
  CompiledPolicy,
  PolicyValidation,
} from '../types';
import { evaluateExpression, type Activation } from './activation';

/** Bytes of what a messageExpression may say before it is passed over. */
const LONGEST_EVALUATED_MESSAGE = 5 * 1024;

/** @internal */
export interface FailureMessage {
  text: string;
  /** Why the API server may word it otherwise; empty if it does not. */
  unknown: string;
}

/** @internal */
export function failureMessage(
  policy: CompiledPolicy,
  validation: PolicyValidation,
  index: number,
  activation: Activation,
  budget: CostBudget,
): FailureMessage {
  const evaluated = validation.messageExpression
    ? evaluateExpression(validation.messageExpression, activation, budget)
    : undefined;
  const unknown =
    evaluated?.type === 'unknown' ? `its message: ${evaluated.reason}` : '';
  const text =
    policy.evaluator === 'kyverno'
      ? kyvernoMessage(validation, index, evaluated)
      : admissionMessage(validation, evaluated);
  return { text, unknown };
}

function admissionMessage(
  { message, expression }: PolicyValidation,
  evaluated: CelOutcome | undefined,
): string {
  return (
    usable(evaluated) ||
    message.trim() ||
    `failed expression: ${expression.source.trim()}`
  );
}

function usable(evaluated: CelOutcome | undefined): string {
  if (evaluated?.type !== 'value' || typeof evaluated.value !== 'string') {
    return '';
  }
  const text = evaluated.value.trim();
  return text.includes('\n') || isLongerThan(text, LONGEST_EVALUATED_MESSAGE)
    ? ''
    : text;
}

/** In bytes, of which a unit of a string has three at most. */
function isLongerThan(text: string, bytes: number): boolean {
  return (
    text.length * 3 > bytes && new TextEncoder().encode(text).length > bytes
  );
}

function kyvernoMessage(
  { message }: PolicyValidation,
  index: number,
  evaluated: CelOutcome | undefined,
): string {
  let text = message;
  if (evaluated?.type === 'value' && typeof evaluated.value === 'string') {
    text = evaluated.value;
  } else if (evaluated?.type === 'error') {
    text = `failed to evaluate message expression: ${evaluated.message}`;
  }
  return text || `CEL expression validation failed at index ${index}`;
}

/** A refusal or warning with the names of policy and binding. @internal */
export function inFull(
  policy: Pick<CompiledPolicy, 'evaluator' | 'name'>,
  binding: Pick<CompiledBinding, 'name'>,
  effect: 'deny' | 'warn' | 'audit',
  text: string,
): string {
  if (policy.evaluator === 'kyverno') {
    return `Policy ${policy.name} failed: ${text}`;
  }
  const names = binding.name
    ? `ValidatingAdmissionPolicy '${policy.name}' with binding '${binding.name}'`
    : `ValidatingAdmissionPolicy '${policy.name}'`;
  return effect === 'warn'
    ? `Validation failed for ${names}: ${text}`
    : `${names} denied request: ${text}`;
}
