import type {
  Engine,
  PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import {
  forEachInSteps,
  type Steps,
} from '@shift-down/plugin-shift-down-policy';
import type { ResourceReference } from '../../ownership';
import { mergeResults } from '../mergeResults';
import { latest } from '../object';
import { toSeverity } from '../severity';
import type { NormaliseContext, Normalised } from '../types';
import { isClusterScoped } from './clusterScoped';
import type { PolicyReportObject, PolicyReportResult } from './schema';

const OUTCOMES = ['pass', 'fail', 'warn', 'error', 'skip'] as const;

/** @internal */
export function* normalisePolicyReport(
  report: PolicyReportObject,
  context: NormaliseContext,
): Steps<Normalised> {
  const results: PolicyResultEvidence[] = [];
  let outside = 0;
  let nameless = 0;
  yield* forEachInSteps(report.results ?? [], result => {
    const references = result.resources.length
      ? result.resources
      : [report.scope].filter(scope => !!scope);
    if (references.length === 0) {
      nameless += 1;
    }
    for (const reference of references) {
      const place = placeOf(reference, report.metadata.namespace);
      if (place === 'outside') {
        outside += 1;
      } else if (place === 'nameless') {
        nameless += 1;
      } else {
        const subject = context.subjectOf(place);
        if (subject) {
          results.push(toEvidence(report, result, subject, context));
        }
      }
    }
  });
  return {
    evidence: yield* mergeResults(results),
    observedAt: latest((report.results ?? []).map(r => r.timestamp)),
    warnings: [
      ...(outside > 0
        ? [
            `${outside} results about objects outside namespace ${report.metadata.namespace} were dropped`,
          ]
        : []),
      ...(nameless > 0 ? [`${nameless} results that name no object`] : []),
    ],
    dropped: outside,
  };
}

/**
 * Where the object is that a result names. Whoever may write a report in one
 * namespace has nothing to say about another, nor about what has none.
 */
function placeOf(
  reference: ResourceReference,
  reportNamespace: string,
): ResourceReference | 'outside' | 'nameless' {
  if (!reference.kind || !reference.name) {
    return 'nameless';
  }
  const clusterScoped = isClusterScoped(reference.kind);
  if (reportNamespace === '') {
    return clusterScoped ? { ...reference, namespace: '' } : reference;
  }
  const namespace = reference.namespace || reportNamespace;
  return clusterScoped || namespace !== reportNamespace
    ? 'outside'
    : { ...reference, namespace };
}

function toEvidence(
  report: PolicyReportObject,
  result: PolicyReportResult,
  subject: PolicyResultEvidence['subject'],
  context: NormaliseContext,
): PolicyResultEvidence {
  const reportedBy = result.source || report.source;
  const exceptions = result.exceptions
    .split(',')
    .map(name => name.trim().slice(0, 255))
    .filter(name => name !== '');
  const known = OUTCOMES.find(word => word === result.result);
  // An exception may have its engine report a pass: what it exempts was not judged.
  const outcome = known === 'pass' && exceptions.length > 0 ? 'skip' : known;
  return {
    type: 'policy-result',
    engine: engineOf(reportedBy),
    reportedBy,
    policy: result.policy,
    rule: ruleOf(reportedBy, result.rule),
    subject,
    component: '',
    outcome: outcome ?? 'error',
    severity: toSeverity(result.severity),
    category: result.category,
    message: messageOf(outcome, () =>
      context.clean(result.message, subject.namespace),
    ),
    remediation: '',
    exceptions,
    ...(result.timestamp && { observedAt: result.timestamp }),
  };
}

function messageOf(
  outcome: PolicyResultEvidence['outcome'] | undefined,
  said: () => string,
): string {
  switch (outcome) {
    case undefined:
      return 'The engine gave a result that is not one of pass, fail, warn, error, skip.';
    case 'pass':
      // Passes are only ever counted.
      return '';
    default:
      return said();
  }
}

function engineOf(source: string): Engine {
  const word = source.toLowerCase();
  if (word === 'validatingadmissionpolicy') {
    return 'validating-admission-policy';
  }
  const engines: Engine[] = ['kyverno', 'gatekeeper', 'trivy'];
  return engines.find(engine => word.startsWith(engine)) ?? 'other';
}

/**
 * Kyverno writes a rule of Pods under other names for their controllers, and under
 * another name again when a CEL policy was skipped by an exception.
 */
function ruleOf(source: string, rule: string): string {
  if (engineOf(source) !== 'kyverno') {
    return rule;
  }
  if (rule === 'exception' && /^kyverno\w+policy$/i.test(source)) {
    return '';
  }
  return rule.replace(/^autogen-(cronjob-)?/, '');
}
