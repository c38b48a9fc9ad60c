import type { PolicyResultEvidence } from '@shift-down/plugin-shift-down-common';
import type { Steps } from '@shift-down/plugin-shift-down-policy';
import { mergeResults } from '../../mergeResults';
import { toIso } from '../../object';
import { toSeverity } from '../../severity';
import type { NormaliseContext, Normalised } from '../../types';
import { containerOf, subjectOfReport } from '../report';
import type { ExposedSecretReportObject } from './schema';

/**
 * Secrets found in an image: that there is one, of what sort and in which file. A
 * report without any says that the image was searched, which is a pass.
 * @internal
 */
export function* normaliseExposedSecretReport(
  object: ExposedSecretReportObject,
  context: NormaliseContext,
): Steps<Normalised> {
  const { report } = object;
  const observedAt = toIso(report.updateTimestamp);
  const { subject, outside, warnings } = subjectOfReport(object, context);
  if (!subject) {
    return { evidence: [], observedAt, warnings, dropped: outside ? 1 : 0 };
  }
  const base = {
    type: 'policy-result',
    engine: 'trivy',
    reportedBy: report.scanner.name || 'Trivy',
    policy: 'exposed-secret',
    subject,
    component: containerOf(object),
    remediation: '',
    exceptions: [],
    ...(observedAt && { observedAt }),
  } as const satisfies Partial<PolicyResultEvidence>;

  const secrets = report.secrets ?? [];
  if (secrets.length === 0) {
    return {
      evidence: [
        {
          ...base,
          exceptions: [],
          rule: '',
          outcome: 'pass',
          severity: toSeverity(''),
          category: '',
          message: '',
        },
      ],
      observedAt,
      warnings,
      dropped: 0,
    };
  }
  const results = secrets.map<PolicyResultEvidence>(secret => ({
    ...base,
    exceptions: [],
    rule: secret.ruleID,
    outcome: 'fail',
    severity: toSeverity(secret.severity),
    category: secret.category,
    message: context.clean(
      `${secret.title || secret.ruleID} in ${secret.target || 'the image'}`,
      subject.namespace,
    ),
  }));
  return {
    evidence: yield* mergeResults(results),
    observedAt,
    warnings,
    dropped: 0,
  };
}
