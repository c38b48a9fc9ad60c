import { readFileSync } from 'fs';
import { resolve } from 'path';
import {
  readWorkedExamples,
  runWorkedExample,
  WORKED_EXAMPLE_BASE_CONTROLS,
  WORKED_EXAMPLE_CONTROLS,
  type Expectation,
} from './__testUtils__/workedExample';
import {
  CONTROL_WEIGHTS,
  rollUp,
  type AssessedFinding,
  type Assessment,
  type RollUp,
  type RollUpPart,
} from './index';

const page = readFileSync(
  resolve(__dirname, '../../../docs/scoring.md'),
  'utf8',
);
const examples = readWorkedExamples(page);

describe('docs/scoring.md', () => {
  it('has thirteen worked examples', () => {
    expect(examples.map(({ example }) => example)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
    ]);
  });

  it.each([...WORKED_EXAMPLE_CONTROLS, ...WORKED_EXAMPLE_BASE_CONTROLS])(
    'tells the weight of $id',
    control => {
      const { id, severity } = control;
      expect(page.replace(/ +/g, ' ')).toContain(
        `| \`${id}\` | ${severity} | ${CONTROL_WEIGHTS[severity]} |`,
      );
    },
  );

  it.each(examples)('is right about example $example', example => {
    const { assessments, descriptions } = runWorkedExample(example);
    const parts = Object.values(assessments).map(
      (assessment): RollUpPart => ({
        ...assessment,
        findings: assessment.findings.map(finding => ({
          ...finding,
          severity: descriptions.get(finding.findingId)!.severity,
        })),
      }),
    );
    const system = rollUp(parts, WORKED_EXAMPLE_CONTROLS);
    const results: Record<string, Assessment | RollUp> = {
      ...assessments,
      system,
    };

    for (const [name, expected] of Object.entries(example.expect)) {
      const { summary, controls } = results[name];
      const findings =
        'findings' in results[name] ? results[name].findings : [];
      const byId = new Map(controls.map(it => [it.controlId, it]));
      const actual: Expectation = {
        ...(summary.score !== undefined && { score: summary.score }),
        grade: summary.grade,
        coverage: Math.round(100 * summary.coverage) / 100,
        controls: {
          passing: summary.passing,
          failing: summary.failing,
          unknown: summary.unknown,
          notApplicable: summary.notApplicable,
        },
        findings: {
          failing: controls.reduce((sum, it) => sum + it.failing, 0),
          unknown: controls.reduce((sum, it) => sum + it.unknown, 0),
          ...(expected.findings.occurrences !== undefined && {
            occurrences: findings.reduce((sum, it) => sum + it.occurrences, 0),
          }),
        },
        ...(expected.reasons && {
          reasons: Object.fromEntries(
            Object.keys(expected.reasons).map(id => [id, byId.get(id)!.reason]),
          ),
        }),
        ...(expected.unverified && {
          unverified: controls
            .filter(it => it.unverified)
            .map(it => it.controlId),
        }),
        ...(expected.severities && {
          severities: Object.fromEntries(
            Object.keys(expected.severities).map(id => [
              id,
              byId.get(id)!.worstSeverity!,
            ]),
          ),
        }),
        ...(expected.vulnerabilities && {
          vulnerabilities: Object.fromEntries(
            assessments[name].findings.flatMap(finding => {
              const { advisory } = descriptions.get(finding.findingId)!;
              return finding.vulnerability
                ? [[advisory, vulnerabilityInWords(finding)]]
                : [];
            }),
          ),
        }),
        ...(expected.validUntil && {
          validUntil: assessments[name].validUntil,
        }),
      };
      expect({ [name]: actual }).toEqual({ [name]: expected });
    }
  });
});

function vulnerabilityInWords({
  controlId,
  reason,
  result,
  vulnerability,
}: AssessedFinding): string {
  const { dueAt, layer, responsibility, upgradeTo, vexClaims } = vulnerability!;
  return [
    result === 'not-applicable' ? reason : controlId,
    `${layer}, ${responsibility}`,
    dueAt && `due ${dueAt.slice(0, 10)}`,
    upgradeTo && `upgrade to ${upgradeTo.image} ${upgradeTo.version}`,
    vexClaims.length > 0 && `claims: ${vexClaims.length}`,
  ]
    .filter(Boolean)
    .join('; ');
}
