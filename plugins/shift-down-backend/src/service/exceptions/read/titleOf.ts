import type {
  Control,
  ExceptionExpectation,
} from '@shift-down/plugin-shift-down-common';

/** What is excepted, in a line. @internal */
export function titleOf(
  expectation: ExceptionExpectation,
  controls: readonly Control[],
): string {
  switch (expectation.type) {
    case 'control':
      return (
        controls.find(({ id }) => id === expectation.control)?.title ??
        expectation.control
      );
    case 'policy':
      return expectation.rule === undefined
        ? expectation.policy
        : `${expectation.policy}: ${expectation.rule}`;
    default:
      return expectation.packageUrl === undefined
        ? expectation.advisory
        : `${expectation.advisory} in ${expectation.packageUrl}`;
  }
}
