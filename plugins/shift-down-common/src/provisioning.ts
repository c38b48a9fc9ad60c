/** Words of provisioning: namespaces that the portal makes secure, and watches. */

/**
 * Label of a Namespace: version of the baseline that makes it secure by default. Pods are
 * admitted there once {@link LABEL_BASELINE_STATE} says that all of it is there.
 * @public
 */
export const LABEL_BASELINE = 'shift-down.io/baseline';
/**
 * `pending`, and `complete` once every object of the baseline is there. One that was there
 * before goes on admitting Pods meanwhile, and is `adopting`.
 * @public
 */
export const LABEL_BASELINE_STATE = 'shift-down.io/baseline-state';
/** Label of a Namespace that the guardrails of the preset `strict` choose by. @public */
export const LABEL_LIMITS = 'shift-down.io/limits';
/** Label of a Namespace: what it is for, such as `production`. @public */
export const LABEL_ENVIRONMENT = 'shift-down.io/environment';
/**
 * Annotation of a Namespace: a number that only our own record knew before it was made.
 * With it a task that was cut off finds what it made; it proves nothing to anybody else.
 * @public
 */
export const ANNOTATION_PROVISIONING = 'shift-down.io/provisioning';

/** Levels that a team may wish for; the second takes an exception. @public */
export const WISHED_POD_SECURITY_LEVELS = ['restricted', 'baseline'] as const;

/** {@inheritDoc WISHED_POD_SECURITY_LEVELS} @public */
export type WishedPodSecurityLevel =
  (typeof WISHED_POD_SECURITY_LEVELS)[number];

/**
 * What becomes of a Pod without limits: `default` fills them in, `strict` refuses it.
 * @public
 */
export const LIMITS_PRESETS = ['default', 'strict'] as const;

/** {@inheritDoc LIMITS_PRESETS} @public */
export type LimitsPreset = (typeof LIMITS_PRESETS)[number];

/**
 * How the objects of a namespace get into its cluster: written there with the
 * provisioner's credential (for a recorded cluster, into its folder), or proposed to the
 * repository that a GitOps controller applies.
 * @public
 */
export const PROVISIONING_DELIVERIES = ['cluster', 'pull-request'] as const;

/** {@inheritDoc PROVISIONING_DELIVERIES} @public */
export type ProvisioningDelivery = (typeof PROVISIONING_DELIVERIES)[number];

/** How our record of a namespace came about. @public */
export const NAMESPACE_ORIGINS = [
  'provisioned',
  'adopted',
  'just-in-time',
] as const;

/** {@inheritDoc NAMESPACE_ORIGINS} @public */
export type NamespaceOrigin = (typeof NAMESPACE_ORIGINS)[number];

/**
 * How a managed namespace stands.
 * - `applying`: begun, and not ended; run it again if nothing moves.
 * - `partial`: some of its objects could not be written.
 * - `proposed`: a pull request is open, or merged and not there yet.
 * - `complete`: all of its baseline was seen there.
 * - `gone`: the Namespace is not there any more, or another one has its name.
 * @public
 */
export const MANAGED_NAMESPACE_STATES = [
  'applying',
  'partial',
  'proposed',
  'complete',
  'gone',
] as const;

/** {@inheritDoc MANAGED_NAMESPACE_STATES} @public */
export type ManagedNamespaceState = (typeof MANAGED_NAMESPACE_STATES)[number];

/**
 * What came of writing one object. `conflict`: it is there and isn't ours, or others own
 * its fields. `refused`: by the API server or a policy. `failed`: nobody answered.
 * @public
 */
export const MANAGED_OBJECT_STATES = [
  'pending',
  'proposed',
  'applied',
  'conflict',
  'refused',
  'failed',
] as const;

/** {@inheritDoc MANAGED_OBJECT_STATES} @public */
export type ManagedObjectState = (typeof MANAGED_OBJECT_STATES)[number];

/**
 * How what is there differs from what we applied.
 * - `missing`: the object is not there, or another one of its name is.
 * - `changed`: fields that we applied have other values; others may have been added.
 * - `added`: an object that is not ours undoes what ours do.
 * - `unknown`: it could not be read, or its kind is not fresh.
 * @public
 */
export const DRIFT_TYPES = ['missing', 'changed', 'added', 'unknown'] as const;

/** {@inheritDoc DRIFT_TYPES} @public */
export type DriftType = (typeof DRIFT_TYPES)[number];

/** One field that differs. @public */
export interface FieldDifference {
  /** As kubectl writes paths: `spec.hard["limits.cpu"]`. */
  path: string;
  /** JSON of what we applied; unset where we applied nothing. */
  applied?: string;
  /** JSON of what is there; unset where nothing is. */
  found?: string;
}

/** {@inheritDoc DRIFT_TYPES} @public */
export interface ObjectDrift {
  type: DriftType;
  apiVersion: string;
  kind: string;
  /** Empty for what lies in no namespace. */
  namespace: string;
  name: string;
  /** In words, such as "Allows all traffic in, beside the default-deny of the baseline". */
  message: string;
  differences: FieldDifference[];
  /** Ids of controls that the object is there for. */
  controls: string[];
}

/**
 * What a dry run showed. `not-proved` is what anything but the expected answer is: a
 * refusal by somebody else, nobody to ask, a twin that is refused as well.
 * `failed`: what should be refused is admitted.
 * @public
 */
export const PROOF_OUTCOMES = ['proved', 'failed', 'not-proved'] as const;

/** {@inheritDoc PROOF_OUTCOMES} @public */
export type ProofOutcome = (typeof PROOF_OUTCOMES)[number];

/** @public */
export const ROLLOUT_STATES = [
  'planned',
  'running',
  'paused',
  'stopped',
  'done',
] as const;

/** {@inheritDoc ROLLOUT_STATES} @public */
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** One namespace of a rollout. @public */
export const ROLLOUT_ITEM_STATES = [
  'planned',
  'proposed',
  'done',
  'unchanged',
  'failed',
  'skipped',
] as const;

/** {@inheritDoc ROLLOUT_ITEM_STATES} @public */
export type RolloutItemState = (typeof ROLLOUT_ITEM_STATES)[number];

/** What may be done to a managed namespace. @public */
export const NAMESPACE_ACTIONS = [
  'verify',
  'repair',
  'upgrade',
  'register',
  'forget',
] as const;

/** {@inheritDoc NAMESPACE_ACTIONS} @public */
export type NamespaceAction = (typeof NAMESPACE_ACTIONS)[number];

/** Topic of events about managed namespaces; the payload is their id alone. @public */
export const NAMESPACE_EVENT_TOPIC = 'shift-down.namespaces';

/** Policy of our own findings about managed namespaces. @public */
export const MANAGED_NAMESPACE_POLICY = 'managed-namespace';
/**
 * Its rules: what was applied is not what is there; less than the restricted level is
 * wished for (an exception allows it); the baseline has a newer version.
 * @public
 */
export const MANAGED_NAMESPACE_RULES = [
  'drift',
  'pod-security-wish',
  'baseline-version',
] as const;

/** {@inheritDoc MANAGED_NAMESPACE_RULES} @public */
export type ManagedNamespaceRule = (typeof MANAGED_NAMESPACE_RULES)[number];
