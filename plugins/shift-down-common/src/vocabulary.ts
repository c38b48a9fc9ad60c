/**
 * The words of Shift Down as types. Evidence, API and page use these and no others;
 * `docs/architecture.md` explains each in prose.
 */

/** Every area of the control catalogue, in the order the page shows them. @public */
export const AREAS = [
  'vulnerabilities',
  'misconfigurations',
  'supply-chain',
] as const;

/** What kind of security concern a control or finding is about. @public */
export type Area = (typeof AREAS)[number];

/** Every responsibility, in the order the page shows them. @public */
export const RESPONSIBILITIES = [
  'platform',
  'application',
  'security',
] as const;

/** Whose job it is to act on a control or finding. @public */
export type Responsibility = (typeof RESPONSIBILITIES)[number];

/** Every severity, worst first. @public */
export const SEVERITIES = [
  'critical',
  'high',
  'medium',
  'low',
  'info',
  'unknown',
] as const;

/**
 * How bad it is. `unknown` is what a scanner says that could not rate it; it
 * sorts last and is never dropped.
 * @public
 */
export type Severity = (typeof SEVERITIES)[number];

/** Every result, worst first. @public */
export const RESULTS = ['fail', 'unknown', 'pass', 'not-applicable'] as const;

/**
 * What was observed or evaluated. `unknown` is never a pass; `exempt` is not a
 * result but an interval laid over one.
 * @public
 */
export type Result = (typeof RESULTS)[number];

/** Every grade, best first; `unknown` where nothing at all is known. @public */
export const GRADES = ['A', 'B', 'C', 'D', 'F', 'unknown'] as const;

/** A letter for a posture's score, see `docs/scoring.md`. @public */
export type Grade = (typeof GRADES)[number];

/** Every freshness state of a source. @public */
export const FRESHNESS_STATES = [
  'fresh',
  'stale',
  'forbidden',
  'not-installed',
  'failed',
] as const;

/** Whether what a source last said can still be believed. @public */
export type FreshnessState = (typeof FRESHNESS_STATES)[number];

/**
 * Where something is: the identity a finding has, stable over Pods, digests,
 * messages and policy versions.
 *
 * `cluster` is the UID of the cluster's `kube-system` namespace; `kind` and
 * `name` are those of the root owner (or of the Namespace itself); `component`
 * narrows to a container or a package and is empty when it does not.
 * @public
 */
export interface Subject {
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
  component: string;
}

/**
 * How bad a severity is as a number, 5 (critical) to 0 (unknown), for sorting.
 * @public
 */
export function severityRank(severity: Severity): number {
  return SEVERITIES.length - 1 - SEVERITIES.indexOf(severity);
}

/** The worst of some severities, or `undefined` of none. @public */
export function worstSeverity(
  severities: Iterable<Severity>,
): Severity | undefined {
  let worst: Severity | undefined;
  for (const severity of severities) {
    if (!worst || severityRank(severity) > severityRank(worst)) {
      worst = severity;
    }
  }
  return worst;
}

/** The worst of some results, or `undefined` of none. @public */
export function worstResult(results: Iterable<Result>): Result | undefined {
  let worst: Result | undefined;
  for (const result of results) {
    if (!worst || RESULTS.indexOf(result) < RESULTS.indexOf(worst)) {
      worst = result;
    }
  }
  return worst;
}
