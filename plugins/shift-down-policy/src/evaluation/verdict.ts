/** What every evaluator answers, wherever it runs: pipeline, portal or beside admission. */
import type { Result } from '@shift-down/plugin-shift-down-common';
import type { FieldPath } from './kubernetesObject';

/** Who evaluated. @public */
export const EVALUATORS = [
  'pod-security',
  'admission-policy',
  'kyverno',
  'namespace-baseline',
  'access',
  'dockerfile',
] as const;

/** {@inheritDoc EVALUATORS} @public */
export type Evaluator = (typeof EVALUATORS)[number];

/** One thing that is wrong, and where. @public */
export interface Violation {
  /** The container, build stage or policy concerned; empty for the whole object. */
  component: string;
  /**
   * The field to change. It need not be there: then the nearest parent that is there is
   * where to look. Empty for the whole object.
   */
  field: FieldPath;
  /** Names container, field and value. Not redacted. */
  message: string;
}

/**
 * What would come of it: `deny`, `warn` and `audit` are what the API server does on the
 * request; `advice` is for what no API server would stop, such as a controller whose Pods
 * would be refused later.
 * @public
 */
export type Effect = 'deny' | 'warn' | 'audit' | 'advice';

/** The outcome of one check or one validation on one object. @public */
export interface Verdict {
  evaluator: Evaluator;
  /** Name of the policy; for built-in standards the standard's (`pod-security`). */
  policy: string;
  /** The check of a standard, or the index of a policy's validation. */
  rule: string;
  /** `not-applicable` where a policy does not match the object. */
  result: Result;
  /** In words, why it is unknown or not applicable; else empty. */
  reason: string;
  /** What the API server would say for a fail; else empty. Not redacted. */
  message: string;
  /** Of a fail, at least one. */
  violations: Violation[];
  effect: Effect;
}
