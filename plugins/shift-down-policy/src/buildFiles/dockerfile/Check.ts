/** What a check of a Dockerfile is, and how its outcome becomes a finding. */
import type { BuildFileFinding, BuildFileViolation, TextRange } from '../types';
import type { DockerfileOptions } from './options';
import type { ParsedDockerfile } from './ParsedDockerfile';

export interface Doubt {
  reason: string;
  range: TextRange;
}

/** A violation as checks write it. */
export interface Fault {
  /** Name of the build stage. */
  component: string;
  message: string;
  range: TextRange;
}

export interface CheckOutcome {
  faults: Fault[];
  doubts: Doubt[];
  /** Why the check says nothing about this file. */
  notApplicable?: string;
}

export interface DockerfileCheck {
  /** Stable, kebab-case. */
  rule: string;
  evaluate(file: ParsedDockerfile, options: DockerfileOptions): CheckOutcome;
}

/** A fault outweighs a doubt, and a doubt a pass. */
export function findingOf(
  rule: string,
  { faults, doubts, notApplicable }: CheckOutcome,
): BuildFileFinding {
  const common = {
    evaluator: 'dockerfile',
    policy: 'dockerfile',
    rule,
    reason: '',
    message: '',
    violations: [],
    effect: 'advice',
  } as const;
  if (faults.length > 0) {
    const violations = faults.map<BuildFileViolation>(fault => ({
      ...fault,
      field: [],
    }));
    return {
      ...common,
      result: 'fail',
      message: faults.map(({ message }) => message).join('; '),
      violations,
      range: faults[0].range,
    };
  }
  if (doubts.length > 0) {
    const reasons = new Set(doubts.map(({ reason }) => reason));
    return {
      ...common,
      result: 'unknown',
      reason: [...reasons].join('; '),
      range: doubts[0].range,
      violations: [],
    };
  }
  return notApplicable === undefined
    ? { ...common, result: 'pass', violations: [] }
    : {
        ...common,
        result: 'not-applicable',
        reason: notApplicable,
        violations: [],
      };
}
