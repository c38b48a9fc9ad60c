/**
 * PolicyReports of the Kubernetes policy working group, one for each namespace, for tools
 * that read those.
 * {@link https://htmlpreview.github.io/?https://github.com/kubernetes-sigs/wg-policy-prototypes/blob/master/policy-report/docs/index.html}
 */
import { stringify } from 'yaml';
import { controlOf } from '../report/controls';
import type { Finding, Passed, Report, Resource } from '../report/types';

type Outcome = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

export function renderPolicyReport(report: Report, now: Date): string {
  const timestamp = {
    seconds: Math.floor(now.getTime() / 1000),
    nanos: 0,
  };
  const results = [
    ...report.findings.map(finding => ({
      namespace: finding.namespace,
      result: {
        ...resultOf(finding),
        result: outcomeOf(finding),
        message: finding.message,
        timestamp,
        properties: propertiesOf(finding),
      },
    })),
    ...report.passed.map(passed => ({
      namespace: passed.namespace,
      result: { ...resultOf(passed), result: 'pass' as const, timestamp },
    })),
  ];
  const namespaces = [...new Set(results.map(it => it.namespace))].sort();
  const documents = namespaces.map(namespace => {
    const own = results
      .filter(it => it.namespace === namespace)
      .map(it => it.result);
    return {
      apiVersion: 'wgpolicyk8s.io/v1alpha2',
      kind: namespace ? 'PolicyReport' : 'ClusterPolicyReport',
      metadata: {
        name: 'shift-down-check',
        ...(namespace && { namespace }),
        labels: { 'app.kubernetes.io/managed-by': 'shift-down' },
      },
      summary: summaryOf(own.map(it => it.result)),
      results: own,
    };
  });
  return [
    // A report has no place for what could not be evaluated.
    ...report.problems.map(
      ({ file, message }) =>
        `# Could not be evaluated: ${[file, message]
          .filter(Boolean)
          .join(': ')
          .replaceAll('\n', ' ')}\n`,
    ),
    ...documents.map(
      document =>
        `---\n${stringify(document, { aliasDuplicateObjects: false })}`,
    ),
  ].join('');
}

function resultOf(check: Finding | Passed) {
  const { severity, category } = ratingOf(check);
  return {
    source: 'shift-down',
    policy: check.policy,
    rule: check.rule,
    category,
    ...(severity !== 'unknown' && { severity }),
    scored: true,
    resources: [resourceOf(check)],
  };
}

function ratingOf({ evaluator, policy, rule }: Finding | Passed) {
  const { severity, area } = controlOf({ evaluator, policy, rule });
  return { severity, category: area };
}

function resourceOf({ apiVersion, kind, namespace, name, file }: Resource) {
  return {
    apiVersion: apiVersion || 'shift-down.io/v1alpha1',
    kind: kind || 'BuildFile',
    ...(namespace && { namespace }),
    name: name || file,
  };
}

/** Exempt and accepted findings keep their real outcome; their properties tell. */
function outcomeOf({ result, effect }: Finding): Outcome {
  if (result === 'unknown') {
    return 'error';
  }
  return effect === 'warn' || effect === 'audit' ? 'warn' : 'fail';
}

function propertiesOf(finding: Finding): Record<string, string> {
  const { exempt, accepted, component, field, reason } = finding;
  return {
    control: finding.control,
    catalogueControl: finding.catalogueControl,
    location: `${finding.file}:${finding.line}:${finding.column}`,
    ...(component && { component }),
    ...(field && { field }),
    ...(reason && { reason }),
    ...(exempt && { exempt: exempt.id, exemptUntil: exempt.until }),
    ...(accepted && { accepted: 'true' }),
  };
}

function summaryOf(outcomes: Outcome[]) {
  const count = (outcome: Outcome) =>
    outcomes.filter(it => it === outcome).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    warn: count('warn'),
    error: count('error'),
    skip: count('skip'),
  };
}
