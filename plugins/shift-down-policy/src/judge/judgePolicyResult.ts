/** An engine's word on one policy for one subject. */
import {
  severityRank,
  type Control,
  type PolicyResultEvidence,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import { policyFindingId } from '../fingerprint';
import { redact } from '../redact';
import type { FindingDescription } from '../types';
import type { JudgeContext } from './JudgementBuilder';
import { ENGINE_NAMES, remediationFor, titleOfPolicy } from './words';

/** How an outcome counts, and why where it is unknown. */
function resultOf(
  evidence: PolicyResultEvidence,
): { result: 'pass' | 'fail' } | { result: 'unknown'; reason: string } {
  const engine = ENGINE_NAMES[evidence.engine];
  const exceptions = evidence.exceptions.join(', ');
  switch (evidence.outcome) {
    case 'pass':
      // Engines can be told to report what they exempt as a pass.
      return exceptions
        ? {
            result: 'unknown',
            reason: `Not evaluated: exempt under exception ${exceptions}`,
          }
        : { result: 'pass' };
    case 'fail':
    case 'warn':
      return { result: 'fail' };
    case 'skip':
      return {
        result: 'unknown',
        reason: exceptions
          ? `Skipped under exception ${exceptions}`
          : `Not evaluated: ${engine} skipped it`,
      };
    default:
      return {
        result: 'unknown',
        reason: evidence.reason || `${engine} could not evaluate it`,
      };
  }
}

export function judgePolicyResult(
  evidence: PolicyResultEvidence,
  { cluster, index, builder }: JudgeContext,
) {
  const { subject, component, observedAt } = evidence;
  const control = index.forPolicy(evidence);
  const judged = resultOf(evidence);
  if (judged.result === 'pass') {
    builder.pass({ controlId: control.id, subject, component }, observedAt);
    return;
  }
  builder.observe({
    finding: describe(evidence, control, control === index.other, cluster),
    subject,
    component,
    result: judged.result,
    reason: judged.result === 'unknown' ? redact(judged.reason) : '',
    message: redact(evidence.message),
    witness: {
      engine: evidence.engine,
      reportedBy: evidence.reportedBy,
      policy: evidence.policy,
      rule: evidence.rule,
      outcome: evidence.outcome,
    },
    detail: { policy: nameOf(evidence) },
    ...(observedAt && { observedAt }),
  });
}

function describe(
  evidence: PolicyResultEvidence,
  control: Control,
  isOther: boolean,
  cluster: string,
): FindingDescription {
  const { engine, policy, rule, subject, component } = evidence;
  const severity = isOther ? evidence.severity : control.severity;
  return {
    id: policyFindingId({
      expectation: isOther
        ? { engine, policy, rule }
        : { controlId: control.id },
      cluster,
      subject,
      component,
    }),
    type: 'policy',
    controlId: control.id,
    engine,
    policy,
    rule,
    advisory: '',
    packageUrl: '',
    packageName: '',
    repository: '',
    subject: { cluster, ...subject, component },
    title: isOther ? titleOfPolicy(policy, rule) : control.title,
    severity: evidence.outcome === 'warn' ? atMostLow(severity) : severity,
    area: control.area,
    responsibility: control.responsibility,
    category: evidence.category,
    remediation: isOther
      ? redact(evidence.remediation || control.remediation)
      : remediationFor(control.remediation, subject.kind, component),
    url: control.references.find(({ url }) => url)?.url ?? '',
  };
}

function nameOf({ policy, rule }: PolicyResultEvidence): string {
  return rule ? `${policy}/${rule}` : policy;
}

/** An engine that only warns was told that this may wait. */
function atMostLow(severity: Severity): Severity {
  return severityRank(severity) > severityRank('low') ? 'low' : severity;
}
