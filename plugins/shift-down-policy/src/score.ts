/** The formula of `docs/scoring.md`: weights, score, coverage and grade. */
import {
  AREAS,
  RESPONSIBILITIES,
  type Control,
  type Grade,
  type Result,
  type Severity,
} from '@shift-down/plugin-shift-down-common';
import type { PostureShare, PostureSummary } from './types';

/** How much a control of a severity counts in the score. @public */
export const CONTROL_WEIGHTS: Record<Severity, number> = {
  critical: 8,
  high: 4,
  medium: 2,
  low: 1,
  info: 0,
  unknown: 0,
};

const GRADE_BOUNDARIES: [Grade, number][] = [
  ['A', 90],
  ['B', 80],
  ['C', 70],
  ['D', 60],
  ['F', 0],
];

/** The letter of a score; `unknown` where there is none. @public */
export function gradeOf(score: number | undefined): Grade {
  return (
    GRADE_BOUNDARIES.find(
      ([, least]) => score !== undefined && score >= least,
    )?.[0] ?? 'unknown'
  );
}

interface Judged {
  control: Control;
  result: Result;
}

function share(counted: Judged[], weighed: Judged[]): PostureShare {
  const weight = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  const count = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  for (const { control, result } of weighed) {
    weight[result] += CONTROL_WEIGHTS[control.severity];
  }
  for (const { result } of counted) {
    count[result] += 1;
  }
  const applicable = weight.pass + weight.fail + weight.unknown;
  const known = weight.pass + weight.fail;
  return {
    // Unknown stays in the denominator, so that losing evidence never pays.
    ...(known > 0 && { score: Math.floor((100 * weight.pass) / applicable) }),
    coverage: known > 0 ? known / applicable : 0,
    passing: count.pass,
    failing: count.fail,
    unknown: count.unknown,
  };
}

/** What {@link summarise} reads of a control's result. @public */
export interface SummarisedResult {
  controlId: string;
  result: Result;
}

/**
 * Sums up the results of controls. Results of controls that are not given (because
 * config switched them off) do not count.
 *
 * @param weighed - Results that score and coverage are made of where they are not
 * the counted ones: for a whole, those of all its parts.
 * @public
 */
export function summarise(
  controls: readonly Control[],
  results: Iterable<SummarisedResult>,
  weighed: Iterable<SummarisedResult> = results,
): PostureSummary {
  const byId = new Map(controls.map(control => [control.id, control]));
  const judge = (all: Iterable<SummarisedResult>): Judged[] =>
    [...all].flatMap(({ controlId, result }) => {
      const control = byId.get(controlId);
      return control ? [{ control, result }] : [];
    });
  const counted = judge(results);
  const weighty = weighed === results ? counted : judge(weighed);
  const sharesBy = <T extends string>(
    groups: readonly T[],
    groupOf: (control: Control) => T,
  ) => {
    const inGroup = (judged: Judged[], group: T) =>
      judged.filter(({ control }) => groupOf(control) === group);
    return Object.fromEntries(
      groups.map(group => [
        group,
        share(inGroup(counted, group), inGroup(weighty, group)),
      ]),
    ) as Record<T, PostureShare>;
  };
  const whole = share(counted, weighty);
  return {
    ...whole,
    grade: gradeOf(whole.score),
    notApplicable: counted.filter(({ result }) => result === 'not-applicable')
      .length,
    byArea: sharesBy(AREAS, control => control.area),
    byResponsibility: sharesBy(
      RESPONSIBILITIES,
      control => control.responsibility,
    ),
  };
}
