/** One workload by the Pod Security Standards, all checks of both levels. */
import type {
  EvaluatedCheck,
  ObjectReference,
  PodSecurityEvaluation,
  PolicyResultEvidence,
  Result,
} from '@shift-down/plugin-shift-down-common';
import type { KubernetesObject, Verdict } from '../evaluation';
import { evaluatePodSecurity, podSpecsOf } from '../podSecurity';
import { toCheck, toPolicyResult } from './toEvidence';
import type { ClusterSurroundings } from './types';

/** @internal */
export interface WorkloadPodSecurity {
  summary: PodSecurityEvaluation;
  results: PolicyResultEvidence[];
  checks: EvaluatedCheck[];
}

/**
 * Nothing for what bears no Pods. Restricted leaves out checks of baseline that a
 * stricter one of its own stands for; those are judged all the same, since controls name
 * them.
 * @internal
 */
export function evaluateWorkloadPodSecurity(
  object: KubernetesObject,
  subject: ObjectReference,
  { minorVersion, podSecurityVersion }: ClusterSurroundings,
): WorkloadPodSecurity | undefined {
  if (podSpecsOf(object).length === 0) {
    return undefined;
  }
  const judge = (level: 'baseline' | 'restricted') =>
    evaluatePodSecurity({
      object,
      level,
      version: podSecurityVersion,
      serverMinorVersion: minorVersion,
    });
  const baseline = judge('baseline');
  const restricted = judge('restricted');
  const ofBaseline = new Set(baseline.map(({ rule }) => rule));
  const all = [
    ...baseline,
    ...restricted.filter(({ rule }) => !ofBaseline.has(rule)),
  ];
  return {
    summary: {
      version:
        podSecurityVersion === 'latest'
          ? `v1.${minorVersion}`
          : podSecurityVersion,
      baseline: worstOf(baseline),
      restricted: worstOf(restricted),
    },
    results: all.flatMap(verdict => toPolicyResult(verdict, subject) ?? []),
    checks: all.flatMap(verdict => {
      const check = toCheck(verdict);
      return check
        ? {
            ...check,
            level: ofBaseline.has(verdict.rule)
              ? ('baseline' as const)
              : ('restricted' as const),
          }
        : [];
    }),
  };
}

/** No verdict at all is none of passing. */
function worstOf(verdicts: Verdict[]): Result {
  const results = new Set(verdicts.map(({ result }) => result));
  if (results.has('fail')) {
    return 'fail';
  }
  return results.has('unknown') || results.size === 0 ? 'unknown' : 'pass';
}
