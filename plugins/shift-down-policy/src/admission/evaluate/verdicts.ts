/** Verdicts in the one shape that all of them have. */
import type { Effect, Violation } from '../../evaluation';
import type {
  AdmissionVerdict,
  CompiledBinding,
  CompiledPolicy,
} from '../types';
import { inFull } from './messages';

/** Rules of verdicts that are about a policy as a whole, not one of its validations. */
export const CONFIGURATION = 'configuration';
export const MATCH_CONDITIONS = 'matchConditions';
export const AUDIT_ANNOTATIONS = 'auditAnnotations';

/** @internal */
export type Outcome =
  | { type: 'pass' }
  | { type: 'not-applicable'; reason: string }
  | {
      type: 'fail';
      text: string;
      messageUnknown: string;
      statusReason: string;
      violations: Violation[];
    }
  /** It went wrong, and the API server looks past it. */
  | { type: 'ignored'; reason: string }
  | { type: 'unknown'; reason: string };

/** Whose verdict it is. @internal */
export interface VerdictOf {
  policy: CompiledPolicy;
  binding: CompiledBinding;
  rule: string;
  /** Unset: what the binding says. */
  effect?: Effect;
}

/** @internal */
export function verdictOf(
  { policy, binding, rule, effect = effectOf(binding) }: VerdictOf,
  outcome: Outcome,
  auditAnnotations: Readonly<Record<string, string>> = {},
): AdmissionVerdict {
  const common = {
    evaluator: policy.evaluator,
    policy: policy.name,
    binding: binding.name,
    rule,
    effect,
    actions: binding.actions,
    reason: '',
    message: '',
    messageUnknown: '',
    statusReason: '',
    violations: [],
    auditAnnotations,
  };
  switch (outcome.type) {
    case 'pass':
      return { ...common, result: 'pass', decision: 'admit' };
    case 'not-applicable':
      return {
        ...common,
        result: 'not-applicable',
        reason: outcome.reason,
        decision: 'admit',
      };
    case 'ignored':
      return {
        ...common,
        result: 'unknown',
        reason: outcome.reason,
        decision: 'admit',
      };
    case 'unknown':
      return {
        ...common,
        result: 'unknown',
        reason: outcome.reason,
        decision: effect === 'deny' ? 'unknown' : 'admit',
      };
    default:
      return {
        ...common,
        result: 'fail',
        message: inFull(
          policy,
          binding,
          effect === 'advice' ? 'audit' : effect,
          outcome.text,
        ),
        messageUnknown: outcome.messageUnknown,
        statusReason: outcome.statusReason,
        violations: outcome.violations,
        decision: effect === 'deny' ? 'deny' : 'admit',
      };
  }
}

/** What is said of an object as a whole. @internal */
export function failOf(
  text: string,
  statusReason = 'Invalid',
): Outcome & { type: 'fail' } {
  return {
    type: 'fail',
    text,
    messageUnknown: '',
    statusReason,
    violations: [{ component: '', field: [], message: text }],
  };
}

/** One verdict for each validation, or for the policy if it has none. @internal */
export function verdictsForAll(
  policy: CompiledPolicy,
  binding: CompiledBinding,
  outcome: Outcome,
): AdmissionVerdict[] {
  return rulesOf(policy).map(rule =>
    verdictOf({ policy, binding, rule }, outcome),
  );
}

/** @internal */
export function rulesOf(policy: CompiledPolicy): string[] {
  return policy.validations.length === 0
    ? [AUDIT_ANNOTATIONS]
    : policy.validations.map((_, index) => String(index));
}

function effectOf({ actions }: CompiledBinding): Effect {
  if (actions.includes('Deny')) {
    return 'deny';
  }
  return actions.includes('Warn') ? 'warn' : 'audit';
}
