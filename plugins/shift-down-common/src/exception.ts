/**
 * Exceptions in words: what may be asked for, where it stands, and what an engine made of
 * it. How they move is judged in `shift-down-policy/src/exceptions`.
 */
import type { Engine } from './evidence';

/**
 * Every state. `proposed`: a decider offers less than was asked for, and the requester
 * answers. `unreviewed`: found outside the process, and nobody decided it. `lapsed`: a
 * break-glass exception that was not reviewed in time.
 * @public
 */
export const EXCEPTION_STATES = [
  'requested',
  'needs-information',
  'proposed',
  'approved',
  'rejected',
  'withdrawn',
  'revoked',
  'lapsed',
  'unreviewed',
] as const;

/** {@inheritDoc EXCEPTION_STATES} @public */
export type ExceptionState = (typeof EXCEPTION_STATES)[number];

/** How an exception stands by the clock; only an approved one is ever active. @public */
export const EXCEPTION_PHASES = [
  'open',
  'scheduled',
  'active',
  'ended',
  'closed',
] as const;

/**
 * `open`: not decided. `scheduled`, `active`, `ended`: approved, by the clock. `closed`:
 * never approved, or no more.
 * @public
 */
export type ExceptionPhase = (typeof EXCEPTION_PHASES)[number];

/** Everything that somebody, or the clock, may do to an exception. @public */
export const EXCEPTION_ACTIONS = [
  'request',
  'edit',
  'comment',
  'ask',
  'answer',
  'propose',
  'accept',
  'approve',
  'reject',
  'withdraw',
  'revoke',
  'break-glass',
  'confirm',
  'lapse',
  'require-review',
  'import',
] as const;

/** {@inheritDoc EXCEPTION_ACTIONS} @public */
export type ExceptionAction = (typeof EXCEPTION_ACTIONS)[number];

/**
 * What is decided: that a risk is accepted for a time, or that the finding is none, which
 * is said of vulnerabilities only and wants evidence.
 * @public
 */
export const EXCEPTION_TYPES = ['accepted-risk', 'false-positive'] as const;

/** {@inheritDoc EXCEPTION_TYPES} @public */
export type ExceptionType = (typeof EXCEPTION_TYPES)[number];

/** Why somebody asks. @public */
export const EXCEPTION_CATEGORIES = [
  'vendor-fix-pending',
  'migration',
  'business-need',
  'technical-limit',
  'false-positive',
  'emergency',
  'other',
] as const;

/** {@inheritDoc EXCEPTION_CATEGORIES} @public */
export type ExceptionCategory = (typeof EXCEPTION_CATEGORIES)[number];

/**
 * Why a product is not affected, in OpenVEX's words.
 * See https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md#status-justifications
 * @public
 */
export const VEX_JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;

/** {@inheritDoc VEX_JUSTIFICATIONS} @public */
export type VexJustification = (typeof VEX_JUSTIFICATIONS)[number];

/** What is not to be met for a while. @public */
export type ExceptionExpectation =
  | { type: 'control'; control: string }
  | {
      type: 'policy';
      engine: Engine;
      policy: string;
      /** Every rule of the policy where it is not given. */
      rule?: string;
    }
  | {
      type: 'vulnerability';
      advisory: string;
      /** No version, no qualifiers; every package where it is not given. */
      packageUrl?: string;
    };

/**
 * For what it holds: always one entity's, and of that only what is confirmed to be its.
 * Every field narrows; names are meant in full, and there are no wildcards.
 * @public
 */
export interface ExceptionScope {
  entityRef: string;
  /** UID of the cluster. */
  cluster?: string;
  namespace?: string;
  /** Root owner; needs `namespace`. */
  workload?: { kind: string; name: string };
  /** Needs `workload`. */
  container?: string;
  /** Image repository, normalised; of vulnerabilities only. */
  repository?: string;
}

/** Every engine that an exception can be handed to, and what has none. @public */
export const ENFORCEMENT_TARGETS = [
  'kyverno',
  'guardrail',
  'pod-security',
  'gatekeeper',
  'validating-admission-policy',
  'scanner',
  'portal',
] as const;

/**
 * Who has to be told. `guardrail`: one of our own admission policies, which reads its
 * exceptions from an object. `validating-admission-policy`: somebody else's, which has no
 * exceptions. `portal`: nobody else looks.
 * @public
 */
export type EnforcementTarget = (typeof ENFORCEMENT_TARGETS)[number];

/** How an exception comes to an engine. @public */
export type EnforcementDelivery =
  | 'cluster'
  | 'pull-request'
  | 'document'
  | 'none';

/** Every state of an enforcement. @public */
export const ENFORCEMENT_STATES = [
  'pending',
  'applied',
  'drifted',
  'failed',
  'removing',
  'overstaying',
  'removed',
  'portal-only',
] as const;

/**
 * What the engine has made of it. `applied` and `removed` were observed there; a merged pull
 * request is `pending`. `overstaying`: it has ended, and it is not proved that the engine
 * refuses again.
 * @public
 */
export type EnforcementState = (typeof ENFORCEMENT_STATES)[number];
