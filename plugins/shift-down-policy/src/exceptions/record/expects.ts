import {
  OTHER_POLICIES_CONTROL_ID,
  type ExceptionExpectation,
} from '@shift-down/plugin-shift-down-common';
import type { FindingDescription } from '../../types';

/** What tells whether a finding is meant. @public */
export type ExpectedFinding = Pick<
  FindingDescription,
  | 'type'
  | 'controlId'
  | 'engine'
  | 'policy'
  | 'rule'
  | 'advisory'
  | 'packageUrl'
>;

/**
 * Whether a finding is about what an exception is asked for. Names are compared in full;
 * where the finding lies is another matter.
 * @public
 */
export function expects(
  expectation: ExceptionExpectation,
  finding: ExpectedFinding,
): boolean {
  switch (expectation.type) {
    case 'control':
      return (
        expectation.control === finding.controlId &&
        // It takes whatever no other control covers: nobody can approve that.
        finding.controlId !== OTHER_POLICIES_CONTROL_ID
      );
    case 'policy':
      return (
        finding.type === 'policy' &&
        expectation.engine === finding.engine &&
        expectation.policy === finding.policy &&
        (expectation.rule === undefined || expectation.rule === finding.rule)
      );
    default:
      return (
        finding.type === 'vulnerability' &&
        expectation.advisory === finding.advisory &&
        (expectation.packageUrl === undefined ||
          expectation.packageUrl === finding.packageUrl)
      );
  }
}
