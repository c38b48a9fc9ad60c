/** Verdicts as evidence: one result each, redacted, with what people need to see why. */
import type {
  Engine,
  EvaluatedCheck,
  ObjectReference,
  PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { Verdict } from '../evaluation';
import { fieldInWords } from '../evaluation/fieldInWords';
import { redact } from '../redact';

const VIOLATIONS_KEPT = 50;

/** So are results of policies rated that say nothing of it. */
const UNRATED = 'medium';

const OUTCOMES = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'error',
  // Says nothing: a policy that does not match is no pass of it.
  'not-applicable': undefined,
} as const;

const CATEGORIES: Partial<Record<Verdict['evaluator'], string>> = {
  'pod-security': 'Pod Security Standards',
  'admission-policy': 'Admission',
};

/** @internal */
export function toPolicyResult(
  verdict: Verdict,
  subject: ObjectReference,
): PolicyResultEvidence | undefined {
  const outcome = OUTCOMES[verdict.result];
  if (outcome === undefined) {
    return undefined;
  }
  return {
    type: 'policy-result',
    ...engineOf(verdict),
    reportedBy: 'shift-down',
    subject,
    // An engine that reports on the same names no container either.
    component: '',
    outcome,
    severity: UNRATED,
    category: CATEGORIES[verdict.evaluator] ?? '',
    ...(outcome === 'error' && { reason: redact(verdict.reason) }),
    message: outcome === 'pass' ? '' : messageOf(verdict),
    remediation: '',
    exceptions: [],
  };
}

/**
 * Policies of the API server keep their names, so that what another engine reports on
 * them and what we find is one finding.
 */
function engineOf({ evaluator, policy, rule }: Verdict): {
  engine: Engine;
  policy: string;
  rule: string;
} {
  return evaluator === 'admission-policy'
    ? { engine: 'validating-admission-policy', policy, rule: '' }
    : { engine: 'shift-down', policy, rule };
}

/** @internal */
export function toCheck(verdict: Verdict): EvaluatedCheck | undefined {
  const { policy, result, rule } = verdict;
  if (result !== 'fail' && result !== 'unknown') {
    return undefined;
  }
  return {
    policy,
    rule,
    result,
    reason: result === 'unknown' ? redact(verdict.reason) : '',
    message: messageOf(verdict),
    violations: verdict.violations
      .slice(0, VIOLATIONS_KEPT)
      .map(({ component, field, message }) => ({
        component,
        field: fieldInWords(field),
        message: redact(message),
      })),
  };
}

function messageOf({ message, violations }: Verdict): string {
  return redact(
    message ||
      [...new Set(violations.map(violation => violation.message))].join('\n'),
  );
}
