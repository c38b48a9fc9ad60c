/** Evaluates each cluster for as long as a run of its source lasts. */
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import type { ObservedRun } from '../collection/CollectionService';
import { trustIn } from '../trust/TrustReviewer';
import {
  ClusterEvaluator,
  type ClusterEvaluatorOptions,
} from './ClusterEvaluator';

/** What is the same for every cluster. @internal */
export type EvaluationOptions = Omit<
  ClusterEvaluatorOptions,
  | 'clusterName'
  | 'lease'
  | 'logger'
  | 'networkPolicyProvider'
  | 'signal'
  | 'trusted'
>;

/** @internal */
export function createEvaluationObserver(
  options: EvaluationOptions,
): (run: ObservedRun) => EvidenceObserver {
  const latest = new Map<string, AbortController>();
  return ({ source, signal, ...run }) => {
    // A run that failed is followed by another one under the same lease.
    latest.get(source.id)?.abort();
    const followed = new AbortController();
    latest.set(source.id, followed);
    const trust = trustIn(source);
    return new ClusterEvaluator({
      ...options,
      ...run,
      signal: AbortSignal.any([signal, followed.signal]),
      clusterName: source.id,
      networkPolicyProvider: source.networkPolicyProvider,
      trusted: trust.mode === 'rbac' ? trust.writers : [],
    });
  };
}
