import type {
  Evidence,
  PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import {
  forEachInSteps,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import { mergeResults } from '../mergeResults';
import { toIso } from '../object';
import { isClusterScoped } from '../policyReport/clusterScoped';
import { toSeverity } from '../severity';
import type { NormaliseContext, Normalised } from '../types';
import type { ConstraintObject } from './schema';

/**
 * Gatekeeper's audit lists violations and never passes; the list is cut at a limit
 * while the total is not.
 * @internal
 */
export function* normaliseConstraint(
  constraint: ConstraintObject,
  context: NormaliseContext,
): Steps<Normalised> {
  const violations = constraint.status?.violations ?? [];
  const observedAt = toIso(constraint.status?.auditTimestamp);
  const results: PolicyResultEvidence[] = [];
  yield* forEachInSteps(violations, violation => {
    const { group, version, kind, name } = violation;
    const subject = context.subjectOf({
      apiVersion: group ? `${group}/${version}` : version,
      kind,
      namespace: isClusterScoped(kind) ? '' : violation.namespace ?? '',
      name,
      uid: '',
    });
    if (subject) {
      results.push({
        type: 'policy-result',
        engine: 'gatekeeper',
        reportedBy: constraint.kind,
        policy: constraint.kind,
        rule: constraint.metadata.name,
        subject,
        component: '',
        // What is only warned of or logged is violated all the same.
        outcome: 'fail',
        severity: toSeverity(''),
        category: '',
        message: [
          context.clean(violation.message, subject.namespace),
          ...(violation.enforcementAction
            ? [`(enforcement action: ${violation.enforcementAction})`]
            : []),
        ].join(' '),
        remediation: '',
        exceptions: [],
        ...(observedAt && { observedAt }),
      });
    }
  });
  const evidence: Evidence[] = yield* mergeResults(results);
  const total = constraint.status?.totalViolations ?? violations.length;
  if (total > violations.length) {
    evidence.push({
      type: 'cut-list',
      engine: 'gatekeeper',
      policy: constraint.kind,
      listed: violations.length,
      total,
    });
  }
  return { evidence, observedAt, warnings: [], dropped: 0 };
}
