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
  /** How far its reports are believed; those of a recording are by default. */
  readonly reportTrust?: ReportTrust;
  /**
   * What enforces network policies there, such as `calico`, if the platform says so.
   * Without it they are only declared.
   */
  readonly networkPolicyProvider?: string;
  /**
   * Observes until the signal aborts. Resolves after the abort; a rejection is
   * reported on the source, and run is called again with backoff.
   */
  run(sink: EvidenceSink, options: EvidenceSourceRunOptions): Promise<void>;
  /**
   * Tries what collecting needs, now and without storing anything. What fails is
   * told in the checks; rejects only when aborted.
   */
  test?(options: EvidenceSourceRunOptions): Promise<SourceTest>;
}

/**
 * How far a cluster's reports are believed, as the platform sets it.
 *
 * @remarks
 * `rbac`: where somebody else than the platform and its engines may write reports,
 * says the cluster's RBAC, a pass or a disappearance is unverified.
 * @public
 */
export type ReportTrust =
  | { mode: 'trusted' | 'untrusted' }
  | {
      mode: 'rbac';
      /**
       * Who else is trusted to write reports: `user:<name>`, `group:<name>` or
       * `serviceaccount:<namespace>:<name>`, with `*` for any run of characters.
       */
      writers: string[];
    };

/** What a test of a source found. @public */
export interface SourceTest {
  checks: SourceCheck[];
}

/** One thing that was tried. @public */
export interface SourceCheck {
  name: string;
  outcome: 'passed' | 'warning' | 'failed' | 'skipped';
  /** What was seen, and what to do about it. */
  message: string;
}

/** Something that happened to a source and is worth reading later. @public */
export interface SourceEvent {
  /** The kind that it is about; the whole cluster if it is none. */
  kind?: SourceKind;
  level: 'info' | 'warning';
  message: string;
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
  /** Of its API server, such as `v1.36`; unset where that is not known. */
  kubernetesVersion?: string;
}

/** How one kind of evidence of a source is doing. @public */
export type SourceReport =
  | {
      state: 'fresh';
      /** Objects that could not be read or were passed over, by name and why. */
      warnings?: string[];
      /** Results about objects outside their report's namespace, all dropped. */
      dropped?: number;
    }
  | { state: 'not-installed' }
  | { state: 'forbidden' | 'failed'; error: string };

/**
 * Where a source puts what it sees. Calls are applied in order; each is one
 * transaction per batch and may be repeated without harm.
 *
 * @remarks
 * A call that is rejected may have been stored in part or not at all. Of a change,
 * something is then missing and its kind can't be `fresh` until it is made good, in
 * one of two ways: the very same call, with the same object, is repeated until it
 * succeeds and before any other change of the kind; or the source lists all objects
 * of the kind anew, has every `apply` of them succeed, and then `complete`. Once the
 * signal of the run has aborted, the source ends instead.
 * @public
 */
export interface EvidenceSink {
  /**
   * Says who the cluster is. `duplicate` when another configured source already
   * collects the same cluster: the source then has nothing to do.
   */
  identify(identity: ClusterIdentity): Promise<'collect' | 'duplicate'>;
  /**
   * Stores new and changed objects and forgets deleted ones. If it is rejected,
   * repeat it with the same `change`, which must not be altered meanwhile.
   */
  apply(
    kind: SourceKind,
    change: { upserts: CollectedObject[]; deletes: ObjectKey[] },
  ): Promise<void>;
  /**
   * Says that these keys are all the objects of the kind; what is stored and not
   * among them is gone. Only after a list that succeeded in full, and was applied in
   * full. If it is rejected, repeat it.
   */
  complete(kind: SourceKind, keys: ObjectKey[]): Promise<void>;
  /**
   * Says how collection of the kind went; `fresh` is also the heartbeat, and is
   * rejected while a change of the kind is missing.
   */
  report(kind: SourceKind, report: SourceReport): Promise<void>;
  /** Keeps an event for people; the oldest go. */
  note(event: SourceEvent): Promise<void>;
}
