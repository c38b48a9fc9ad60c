/** Writes how managed namespaces stand, cluster by cluster, for as long as a run lasts. */
import type { ObservedRun } from '../../collection/CollectionService';
import type { EvidenceObserver } from '../../collection/EvidenceObserver';
import { latestRun } from '../../collection/latestRun';
import {
  BaselineEvidenceWriter,
  type BaselineEvidenceOptions,
} from './BaselineEvidenceWriter';

/** @internal */
export function createBaselineEvidenceObserver(
  options: Omit<
    BaselineEvidenceOptions,
    'clusterName' | 'lease' | 'logger' | 'signal'
  >,
): (run: ObservedRun) => EvidenceObserver {
  return latestRun(
    ({ source, ...run }) =>
      new BaselineEvidenceWriter({
        ...options,
        ...run,
        clusterName: source.id,
      }),
  );
}
