/** Writes what is known about images, cluster by cluster, for as long as a run lasts. */
import type { EvidenceObserver } from '../collection/EvidenceObserver';
import type { ObservedRun } from '../collection/CollectionService';
import { latestRun } from '../collection/latestRun';
import {
  ImageEvidenceWriter,
  type ImageEvidenceWriterOptions,
} from './ImageEvidenceWriter';

/** @internal */
export function createImageEvidenceObserver(
  options: Omit<
    ImageEvidenceWriterOptions,
    'clusterName' | 'lease' | 'logger' | 'signal'
  >,
): (run: ObservedRun) => EvidenceObserver {
  return latestRun(
    ({ source, ...run }) =>
      new ImageEvidenceWriter({ ...options, ...run, clusterName: source.id }),
  );
}
