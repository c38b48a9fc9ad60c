/** From verdicts to findings, one for each violation. */
import { OTHER_POLICIES_CONTROL_ID } from '@shift-down/plugin-shift-down-common';
import {
  policyFindingId,
  redact,
  type Violation,
} from '@shift-down/plugin-shift-down-policy';
import type { Outcome } from '../evaluate/types';
import { checkName, controlOf, engineOf } from './controls';
import { fieldInWords } from './fieldPath';
import type { Finding, Passed } from './types';

/** What is accepted, exempt or counts is laid over them later. */
export function findingsOf(outcome: Outcome): Finding[] {
  const { verdict } = outcome;
  if (verdict.result !== 'fail' && verdict.result !== 'unknown') {
    return [];
  }
  const violations: (Violation | undefined)[] =
    verdict.violations.length > 0 ? verdict.violations : [undefined];
  return violations.map(violation => findingOf(outcome, violation));
}

function findingOf(
  { verdict, resource, locate, assumptions }: Outcome,
  violation?: Violation,
): Finding {
  const { evaluator, policy, rule, effect } = verdict;
  const result = verdict.result === 'fail' ? 'fail' : 'unknown';
  const control = controlOf(verdict);
  const component = violation?.component ?? '';
  const reason = result === 'unknown' ? redact(verdict.reason) : '';
  const named = control.id !== OTHER_POLICIES_CONTROL_ID;
  return {
    ...resource,
    ...locate(violation),
    control: checkName(verdict),
    catalogueControl: control.id,
    title: named ? control.title : policy,
    severity: control.severity,
    area: control.area,
    evaluator,
    policy,
    rule,
    component,
    field: violation ? redact(fieldInWords(violation.field)) : '',
    result,
    effect,
    message: redact(violation?.message || verdict.message || reason),
    admissionMessage: redact(verdict.message),
    reason,
    accepted: false,
    assumptions,
    fingerprint: policyFindingId({
      expectation: { engine: engineOf(evaluator), policy, rule },
      cluster: '',
      subject: resource,
      component,
    }),
    counts: false,
  };
}

export function passedOf({ verdict, resource }: Outcome): Passed {
  const { evaluator, policy, rule } = verdict;
  return { ...resource, control: checkName(verdict), evaluator, policy, rule };
}
