import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CollectedObject,
  ObjectKey,
  SourceKind,
} from '@shift-down/plugin-shift-down-common';

/**
 * Something that observes one cluster for as long as it is run.
 *
 * A source owns the way to its objects and their normalisation; the backend owns
 * storage, correlation and judgement. A source never deletes because a list
 * failed: it reports the failure and leaves the rest to the backend.
 * @public
 */
export interface EvidenceSource {
  /** Unique and stable; the cluster's name in config. */
  readonly id: string;
  /** What people call the cluster. */
  readonly title: string;
  /**
   * Observes until the signal aborts. Resolves after the abort; a rejection is
   * reported on the source, and run is called again with backoff.
   */
  run(sink: EvidenceSink, options: EvidenceSourceRunOptions): Promise<void>;
}

/** @public */
export interface EvidenceSourceRunOptions {
  signal: AbortSignal;
  logger: LoggerService;
}

/** Who a cluster is. @public */
export interface ClusterIdentity {
  /** UID of the `kube-system` Namespace. */
  uid: string;
  /**
   * ISO 8601; set where the source is a recording made at that moment. Ages of
   * reports are then measured to it and not to the clock.
   */
  recordedAt?: string;
}

/** How one kind of evidence of a source is doing. @public */
export type SourceReport =
  | {
      state: 'fresh';
      /** Objects that could not be read or were passed over, by name and why. */
      warnings?: string[];
    }
  | { state: 'not-installed' }
  | { state: 'forbidden' | 'failed'; error: string };

/**
 * Where a source puts what it sees. Calls are applied in order; each is one
 * transaction per batch and may be repeated without harm.
 * @public
 */
export interface EvidenceSink {
  /**
   * Says who the cluster is. `duplicate` when another configured source already
   * collects the same cluster: the source then has nothing to do.
   */
  identify(identity: ClusterIdentity): Promise<'collect' | 'duplicate'>;
  /** Stores new and changed objects and forgets deleted ones. */
  apply(
    kind: SourceKind,
    change: { upserts: CollectedObject[]; deletes: ObjectKey[] },
  ): Promise<void>;
  /**
   * Says that these keys are all the objects of the kind; what is stored and not
   * among them is gone. Only after a list that succeeded in full.
   */
  complete(kind: SourceKind, keys: ObjectKey[]): Promise<void>;
  /** Says how collection of the kind went; `fresh` is also the heartbeat. */
  report(kind: SourceKind, report: SourceReport): Promise<void>;
}
