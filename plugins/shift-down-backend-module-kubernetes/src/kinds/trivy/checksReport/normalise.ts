import type { PolicyResultEvidence } from '@shift-down/plugin-shift-down-common';
import {
  forEachInSteps,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import { mergeResults } from '../../mergeResults';
import { toIso } from '../../object';
import { toSeverity } from '../../severity';
import type { NormaliseContext, Normalised } from '../../types';
import { normaliseCheckId, subjectOfReport } from '../report';
import type { ChecksReportObject } from './schema';

/** @internal */
export function* normaliseChecksReport(
  object: ChecksReportObject,
  context: NormaliseContext,
): Steps<Normalised> {
  const { report } = object;
  const observedAt = toIso(report.updateTimestamp);
  const { subject, outside, warnings } = subjectOfReport(object, context);
  if (!subject) {
    return {
      evidence: [],
      observedAt,
      warnings,
      dropped: outside ? report.checks?.length ?? 0 : 0,
    };
  }
  const clean = (text: string) => context.clean(text, subject.namespace);
  const results: PolicyResultEvidence[] = [];
  yield* forEachInSteps(report.checks ?? [], check => {
    const messages = [...new Set(check.messages)].filter(text => text);
    const passed = check.success === true;
    results.push({
      type: 'policy-result',
      engine: 'trivy',
      reportedBy: report.scanner.name || 'Trivy',
      policy: normaliseCheckId(check.checkID),
      rule: '',
      subject,
      component: '',
      outcome: outcomeOf(check.success),
      severity: toSeverity(check.severity),
      category: check.category,
      message: passed ? '' : clean(messages.join('\n') || check.title),
      remediation: passed ? '' : clean(check.remediation),
      exceptions: [],
      ...(observedAt && { observedAt }),
    });
  });
  return {
    evidence: yield* mergeResults(results),
    observedAt,
    warnings,
    dropped: 0,
  };
}

function outcomeOf(
  success: boolean | undefined,
): PolicyResultEvidence['outcome'] {
  if (success === undefined) {
    return 'error';
  }
  return success ? 'pass' : 'fail';
}
