/** What an API server answers to a Pod that breaks the standard. */
import type { Verdict } from '../evaluation';
import { checksOf } from './checksOf';
import { effectiveMinor, type PodSecurityStandard } from './levels';

/** @public */
export interface PodSecurityAnswer extends PodSecurityStandard {
  /** Of one object, as `evaluatePodSecurity` lists them. */
  verdicts: readonly Verdict[];
  /** As it was given to `evaluatePodSecurity`. */
  serverMinorVersion?: number;
}

/**
 * The text with which an API server refuses a Pod; undefined when it admits it. Only as
 * good as the verdicts: where one of them is unknown, the server may list more.
 * @public
 */
export function podSecurityDenial(
  options: PodSecurityAnswer & {
    /** Empty where the server is to generate it. */
    podName?: string;
  },
): string | undefined {
  const violations = violationsInWords(options);
  return violations === undefined
    ? undefined
    : `pods "${
        options.podName ?? ''
      }" is forbidden: violates PodSecurity ${violations}`;
}

/**
 * The warning that an API server sends with a Pod, or with one of the eight kinds that
 * have a template of Pods, when the namespace's `warn` level is broken.
 * @public
 */
export function podSecurityWarning(
  options: PodSecurityAnswer,
): string | undefined {
  const violations = violationsInWords(options);
  return violations === undefined
    ? undefined
    : `would violate PodSecurity ${violations}`;
}

function violationsInWords(answer: PodSecurityAnswer): string | undefined {
  const { level, version, verdicts, serverMinorVersion } = answer;
  const listed = new Set(
    checksOf(level, effectiveMinor(version, serverMinorVersion))
      .filter(({ overridden }) => !overridden)
      .map(({ id }) => id),
  );
  const messages = verdicts
    .filter(({ result, rule }) => result === 'fail' && listed.has(rule))
    .map(({ message }) => message);
  return messages.length
    ? `"${level}:${version}": ${messages.join(', ')}`
    : undefined;
}
