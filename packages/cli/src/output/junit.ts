/** JUnit XML: a suite for each file, a case for each check. */
import builder from 'junit-report-builder';
import type { Finding, Passed, Report, Resource } from '../report/types';

export function renderJunit(report: Report): string {
  const junit = builder.newBuilder();
  const suites = new Map<string, ReturnType<typeof junit.testSuite>>();
  const suiteOf = (file: string) => {
    let suite = suites.get(file);
    if (!suite) {
      suite = junit.testSuite().name(printable(file || 'shift-down'));
      suites.set(file, suite);
    }
    return suite;
  };
  const caseOf = (resource: Resource, name: string) =>
    suiteOf(resource.file)
      .testCase()
      .className(printable(resourceInWords(resource)))
      .name(printable(name))
      .file(printable(resource.file));

  for (const { file, line, column, message } of report.problems) {
    suiteOf(file)
      .testCase()
      .className(printable(file || 'shift-down'))
      .name(line ? `could be evaluated, line ${line}` : 'could be evaluated')
      .error(
        printable(line ? `${line}:${column} ${message}` : message),
        'could-not-evaluate',
      );
  }
  for (const { file, line, column, resource, reason } of report.notEvaluated) {
    suiteOf(file)
      .testCase()
      .className(printable(resource || file))
      .name(`is evaluated, line ${line}`)
      .skipped()
      .standardOutput(printable(`${line}:${column} not evaluated: ${reason}`));
  }
  for (const finding of report.findings) {
    addFinding(caseOf(finding, nameOf(finding)), finding);
  }
  for (const passed of report.passed) {
    caseOf(passed, nameOf(passed));
  }
  return junit.build();
}

type TestCase = ReturnType<
  ReturnType<ReturnType<typeof builder.newBuilder>['testSuite']>['testCase']
>;

function addFinding(testCase: TestCase, finding: Finding): void {
  const { line, column, result, counts } = finding;
  const place = `${finding.file}:${line}:${column}`;
  const message = printable(`${place} ${finding.message}`);
  if (counts) {
    if (result === 'unknown') {
      testCase.error(message, 'unknown');
    } else {
      testCase.failure(message, finding.effect);
    }
    return;
  }
  // Never as a pass: a skipped case shows that something is left.
  testCase
    .skipped()
    .standardOutput(`${result}${whyNotCounted(finding)}: ${message}`);
}

function whyNotCounted({ exempt, accepted }: Finding): string {
  if (exempt) {
    return `, exempt until ${exempt.until}`;
  }
  return accepted ? ', accepted' : '';
}

function nameOf(check: Finding | Passed): string {
  const { policy, control, rule } = check;
  const name = policy === control ? `${policy} ${rule}`.trim() : control;
  const component = 'component' in check && check.component;
  return component ? `${name} (${component})` : name;
}

function resourceInWords({ namespace, resource }: Resource): string {
  return namespace ? `${namespace}/${resource}` : resource;
}

/** XML 1.0 has no place for control characters and lone surrogates. */
function printable(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex -- these are what is looked for
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '�',
  );
}
