/**
 * Evidence that we make of what is stored about the images that workloads run: one object
 * a workload for each kind, written under the lease of its cluster like any other evidence.
 */
import type {
  ImageScanEvidence,
  ObjectReference,
  PolicyResultEvidence,
} from '@shift-down/plugin-shift-down-common';
import type { ContainerRow } from '../database/tables';

/** A workload as far as its images go. @internal */
export interface ImageWorkload {
  /** Its row in `subjects`. */
  id: string;
  clusterUid: string;
  subject: ObjectReference;
  containers: ContainerRow[];
}

/** @internal */
export type ImageDerivedEvidence = PolicyResultEvidence | ImageScanEvidence;

/** What may have changed since a moment, in one cluster. @internal */
export interface DerivedChanges {
  /** To be given back the next time. */
  cursor: string;
  /** Namespaces of workloads that it may say something else about. */
  namespaces: ReadonlySet<string> | 'everywhere';
}

/** Says one kind of derived evidence. @internal */
export interface DerivedEvidenceProvider {
  readonly kind: 'Registry' | 'Upload';
  /**
   * Whether it is configured at all. If not, the kind is `not-installed`, nothing of it is
   * kept, and nothing else is asked.
   */
  readonly enabled: boolean;
  /**
   * Asked every few seconds. Rows may have been committed by another replica a little
   * after the moment that they carry, so look back some 30 seconds further than `cursor`:
   * saying the same once more costs little.
   *
   * @param cursor - Unset the first time: all there is.
   */
  changedSince(
    clusterUid: string,
    cursor: string | undefined,
  ): Promise<DerivedChanges>;
  /** Asked before each pass over changed namespaces: loads what all workloads share. */
  prepare(): Promise<DerivedEvidencePass>;
}

/** @internal */
export interface DerivedEvidencePass {
  /**
   * For some workloads at a time, what to keep of each by its id. A workload that is left
   * out, or has no evidence, has no object. Build evidence the same way each time (order,
   * no moments of now): what hashes the same is not written again.
   */
  evidenceFor(
    workloads: readonly ImageWorkload[],
  ): Promise<ReadonlyMap<string, ImageDerivedEvidence[]>>;
}
