/** What a run comes to, in numbers and in one word. */
import type { Conclusion, Finding, Report, Summary } from './types';

export type Seen = Pick<Summary, 'files' | 'resources' | 'checks'>;

const EXIT_CODES: Record<Conclusion, 0 | 1 | 2> = {
  clean: 0,
  tolerated: 0,
  unknown: 0,
  findings: 1,
  'could-not-evaluate': 2,
};

export function summarise(
  report: Omit<Report, 'summary'>,
  seen: Seen,
): Summary {
  const { findings, problems, notEvaluated } = report;
  const count = (matches: (finding: Finding) => boolean) =>
    findings.filter(matches).length;
  const fails = ({ result, accepted, exempt }: Finding) =>
    result === 'fail' && !accepted && !exempt;
  const conclusion = conclude(report);
  return {
    conclusion,
    exitCode: EXIT_CODES[conclusion],
    ...seen,
    failing: count(finding => fails(finding) && finding.counts),
    warnings: count(finding => fails(finding) && !finding.counts),
    unknown: count(({ result }) => result === 'unknown'),
    accepted: count(({ accepted }) => accepted),
    exempt: count(({ exempt }) => exempt !== undefined),
    notEvaluated: notEvaluated.length,
    problems: problems.length,
  };
}

function conclude({
  findings,
  notEvaluated,
  problems,
}: Omit<Report, 'summary'>): Conclusion {
  if (problems.length > 0) {
    return 'could-not-evaluate';
  }
  if (findings.some(({ counts }) => counts)) {
    return 'findings';
  }
  if (
    findings.some(({ result }) => result === 'unknown') ||
    // What is no object was never asked about.
    notEvaluated.some(({ resource }) => resource !== '')
  ) {
    return 'unknown';
  }
  return findings.length > 0 ? 'tolerated' : 'clean';
}
