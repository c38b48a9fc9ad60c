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

function share(judged: Judged[]): PostureShare {
  const weight = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  const count = { pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 };
  for (const { control, result } of judged) {
    weight[result] += CONTROL_WEIGHTS[control.severity];
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

function sharesBy<T extends string>(
  groups: readonly T[],
  groupOf: (control: Control) => T,
  judged: Judged[],
): Record<T, PostureShare> {
  return Object.fromEntries(
    groups.map(group => [
      group,
      share(judged.filter(({ control }) => groupOf(control) === group)),
    ]),
  ) as Record<T, PostureShare>;
}

/**
 * Sums up the results of controls. Results of controls that are not given (because
 * config switched them off) do not count.
 * @public
 */
export function summarise(
  controls: readonly Control[],
  results: Iterable<{ controlId: string; result: Result }>,
): PostureSummary {
  const byId = new Map(controls.map(control => [control.id, control]));
  const judged: Judged[] = [];
  for (const { controlId, result } of results) {
    const control = byId.get(controlId);
    if (control) {
      judged.push({ control, result });
    }
  }
  const whole = share(judged);
  return {
    ...whole,
    grade: gradeOf(whole.score),
    notApplicable: judged.filter(({ result }) => result === 'not-applicable')
      .length,
    byArea: sharesBy(AREAS, control => control.area, judged),
    byResponsibility: sharesBy(
      RESPONSIBILITIES,
      control => control.responsibility,
      judged,
    ),
  };
}
