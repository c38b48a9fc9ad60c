import type { LoggerService } from '@backstage/backend-plugin-api';

/**
 * Writes what was decided to one cluster, with a credential of its own that may do
 * nothing else. It judges nothing and remembers nothing: what is ours is what the
 * backend's database says we made.
 * @public
 */
export interface ClusterWriter {
  /** Name of the cluster in config, as its evidence source has it. */
  readonly cluster: string;
  /** Where exceptions are written; nothing else is, of what lies in namespaces. */
  readonly exceptionNamespace: string;
  /**
   * Which cluster it is and what it can be told. Asked before anything is written:
   * an exception meant for one cluster must not reach another.
   *
   * @throws ServiceUnavailableError while nobody answers.
   */
  inspect(options: ClusterWriterOptions): Promise<ClusterCapabilities>;
  /** The object as it is there, or `undefined`. */
  read(
    reference: ClusterObjectReference,
    options: ClusterWriterOptions,
  ): Promise<ClusterObject | undefined>;
  /**
   * Server-side apply without force, under the field manager `shift-down`.
   * Without `expected` the object is created and must not exist; with it, the object
   * must still have that UID and resourceVersion. Repeating is harmless.
   *
   * @throws ServiceUnavailableError while nobody answers, NotAllowedError if the
   * credential may not.
   */
  apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
    options: ClusterWriterOptions,
  ): Promise<ApplyOutcome>;
  /** Deletes, if it still has that UID and resourceVersion. */
  remove(
    reference: ClusterObjectReference,
    expected: ClusterObjectVersion,
    options: ClusterWriterOptions,
  ): Promise<RemoveOutcome>;
  /**
   * Asks the API server whether it would admit the object, without creating it, with the
   * prober's credential. `unavailable` where there is none.
   */
  probe(
    manifest: ClusterManifest,
    options: ClusterWriterOptions,
  ): Promise<ProbeOutcome>;
}

/** @public */
export interface ClusterWriterOptions {
  signal: AbortSignal;
  logger: LoggerService;
}

/** What a cluster can be told. @public */
export interface ClusterCapabilities {
  /** UID of `kube-system`. */
  uid: string;
  /**
   * Served versions of each kind of exception, newest first, as `group/version`:
   * `kyverno.io/v2`, `policies.kyverno.io/v1`, `guardrails.shift-down.io/v1`.
   */
  exceptionVersions: string[];
  /** Whether `policies.kyverno.io` exceptions have the field `expiresAt`. */
  hasExpiresAt: boolean;
  /** Whether there is a credential that probes. */
  canProbe: boolean;
  /**
   * Why the engine may ignore exceptions (switched off, another namespace), where that can
   * be told; empty if nothing speaks for it. Sentences for people.
   */
  warnings: string[];
}

/** @public */
export interface ClusterObjectReference {
  apiVersion: string;
  kind: string;
  /** Empty for what lies in no namespace. */
  namespace: string;
  name: string;
}

/** @public */
export interface ClusterObjectVersion {
  uid: string;
  resourceVersion: string;
}

/** An object to be written, as Kubernetes has it. @public */
export interface ClusterManifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

/** An object as it is there. @public */
export interface ClusterObject extends ClusterObjectVersion {
  /** All but `status` and what the API server keeps in `metadata`. */
  manifest: ClusterManifest;
}

/** @public */
export type ApplyOutcome =
  | { outcome: 'created' | 'changed' | 'unchanged'; object: ClusterObject }
  /** It exists and is not the one that was expected, or others own its fields. */
  | { outcome: 'conflict'; reason: string }
  /** The API server or a policy refuses it. */
  | { outcome: 'refused'; reason: string };

/** @public */
export type RemoveOutcome =
  | { outcome: 'removed' | 'absent' }
  | { outcome: 'conflict'; reason: string };

/** @public */
export type ProbeOutcome =
  | { outcome: 'admitted' }
  /** `message` is the API server's, which names who refused. */
  | { outcome: 'refused'; message: string }
  | { outcome: 'unavailable'; reason: string };
