/** Evaluates each cluster for as long as a run of its source lasts. */
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import type { ObservedRun } from '../collection/CollectionService';
import { latestRun } from '../collection/latestRun';
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
  return latestRun(({ source, ...run }) => {
    const trust = trustIn(source);
    return new ClusterEvaluator({
      ...options,
      ...run,
      clusterName: source.id,
      networkPolicyProvider: source.networkPolicyProvider,
      trusted: trust.mode === 'rbac' ? trust.writers : [],
    });
  });
}
