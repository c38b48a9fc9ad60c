import type {
  ApplyOutcome,
  ClusterManifest,
  ClusterObject,
  ClusterObjectReference,
  ClusterObjectVersion,
  ClusterWriterOptions,
} from './ClusterWriter';

/**
 * Makes namespaces in one cluster, with a credential of its own that may create and patch
 * the kinds of a baseline and nothing else. Like a ClusterWriter it judges nothing and
 * remembers nothing, and it deletes nothing.
 * @public
 */
export interface ClusterProvisioner {
  /** Name of the cluster in config, as its evidence source has it. */
  readonly cluster: string;
  /**
   * Which cluster it is. Asked before anything is written.
   * @throws ServiceUnavailableError while nobody answers.
   */
  inspect(options: ClusterWriterOptions): Promise<ProvisionerCapabilities>;
  /** The object as it is there, or `undefined`. */
  read(
    reference: ClusterObjectReference,
    options: ClusterWriterOptions,
  ): Promise<ClusterObject | undefined>;
  /**
   * As that of a ClusterWriter: server-side apply without force. Without `expected` the
   * object is created and must not exist.
   */
  apply(
    manifest: ClusterManifest,
    expected: ClusterObjectVersion | undefined,
    options: ProvisionerApplyOptions,
  ): Promise<ApplyOutcome>;
  /**
   * Asks the API server in a dry run whether it would admit the object, with the prober's
   * credential.
   */
  dryRun(
    manifest: ClusterManifest,
    options: ClusterWriterOptions,
  ): Promise<DryRunOutcome>;
  /**
   * What a member of these groups, and of no other, may do: a SubjectAccessReview, with the
   * prober's credential. Nobody is impersonated.
   */
  reviewAccess(
    question: AccessReview,
    options: ClusterWriterOptions,
  ): Promise<AccessReviewOutcome>;
}

/** @public */
export interface ProvisionerApplyOptions extends ClusterWriterOptions {
  /**
   * Also takes back fields that others have changed since; only to repair an object that is
   * ours, where a person asked for it. Without it such fields are a `conflict`.
   */
  takesBack?: boolean;
}

/** @public */
export interface ProvisionerCapabilities {
  /** UID of `kube-system`. */
  uid: string;
  /** Who writes, as the API server knows it; unset where that can't be told. */
  provisioner?: string;
  /** Who asks in dry runs; unset where nobody does. */
  prober?: string;
  /** Whether Kyverno's GeneratingPolicy is served, and as which version. */
  generatingPolicyVersion?: string;
  /** Sentences for people: a credential that may do more than its role, for example. */
  warnings: string[];
}

/** @public */
export type DryRunOutcome =
  /** The object as it would be kept, with what admission filled in. */
  | { outcome: 'admitted'; manifest: ClusterManifest }
  /** `message` is the API server's, which names who refused; `reason` as in a Status. */
  | { outcome: 'refused'; message: string; reason: string }
  | { outcome: 'unavailable'; message: string };

/** @public */
export interface AccessReview {
  groups: string[];
  verb: string;
  /** API group. */
  group: string;
  resource: string;
  subresource?: string;
  namespace: string;
  name?: string;
}

/** @public */
export type AccessReviewOutcome =
  | { outcome: 'allowed' | 'denied'; reason: string }
  | { outcome: 'unavailable'; reason: string };
