/** An exception as it is judged: a record, what may happen to it, and what came of that. */
import type {
  ExceptionAction,
  ExceptionCategory,
  ExceptionExpectation,
  ExceptionScope,
  ExceptionState,
  ExceptionType,
  Severity,
  VexJustification,
} from '@shift-down/plugin-shift-down-common';
import type { EffectiveScope } from '../enforcement/types';

/** What is asked for. Whoever changes any of it asks anew. @public */
export interface ExceptionContent {
  type: ExceptionType;
  expectation: ExceptionExpectation;
  scope: ExceptionScope;
  /** ISO 8601, UTC. */
  from: string;
  /** From when on it holds no more; ISO 8601, UTC. */
  until: string;
  category: ExceptionCategory;
  justification: string;
  /** What makes up for it meanwhile; empty where nothing does. */
  compensatingControls: string;
  /** Number or address of a ticket; empty where there is none. */
  ticket: string;
  /** Of a false positive only. */
  falsePositive?: { justification: VexJustification; evidence: string };
}

/** Somebody who signed in. @public */
export interface Person {
  /** The user entity that they used. */
  userRef: string;
  /** Who they are, whichever entity they use: see `shiftDown.exceptions.identity`. */
  subject: string;
}

/** Somebody who wants to do something now. @public */
export interface Actor extends Person {
  /** Refs that the person owns things as, by all user entities that they have. */
  ownership: readonly string[];
  /** What the permission framework allows; it can only take away. */
  permissions: { request: boolean; decide: boolean; breakGlass: boolean };
}

/** Said yes. @public */
export interface Approval extends Person {
  /** Of what was approved, see {@link DecisionBasis}. */
  contentHash: string;
  at: string;
}

/** Less than was asked for. Nothing of it may be wider than the request. @public */
export interface Proposal extends Person {
  from: string;
  until: string;
  scope: ExceptionScope;
  at: string;
  /**
   * Of what would be decided if it were accepted, as it was when it was offered. Where that
   * has changed since, accepting it approves nothing.
   */
  contentHash: string;
}

/** @public */
export interface ExceptionRecord {
  id: string;
  /** Counts every change; a command that names another one is refused. */
  version: number;
  state: ExceptionState;
  content: ExceptionContent;
  /** The worst of the findings that it reaches. */
  severity: Severity;
  requester: Person;
  lastEditor: Person;
  requestedAt: string;
  /** By when somebody has to decide; unset where nothing is to be decided. */
  reviewDueAt?: string;
  /** Why an approved one has to be looked at once more. What widened is not exempt. */
  review?: { reason: string; since: string };
  breakGlass: boolean;
  proposal?: Proposal;
  /** Of the content as it is now. */
  approvals: Approval[];
  /** Set with the decision; the clock says whether it is active. */
  active?: { from: string; until: string };
  /** Id of the one that it prolongs. */
  renews?: string;
}

/** What a decision binds: a change of any of it voids what was approved. @public */
export interface DecisionBasis {
  content: ExceptionContent;
  effectiveScope: EffectiveScope[];
  /**
   * Digest of the policies concerned as they are known: engine, name, rules, and their text
   * where it is collected.
   */
  policyHash: string;
  /** Ids of findings × entities that it reaches, sorted. */
  reaches: { findingId: string; entityRef: string }[];
}

/** Somebody who decides, from config. @public */
export interface DeciderRule {
  /** Ref of a group. */
  group: string;
  /** Decides only these; all if empty. */
  severities: readonly Severity[];
  /** Groups that stand in for it. */
  deputies: readonly string[];
}

/** Limits of one severity, from config. @public */
export interface ExceptionLimits {
  /** Longest time of one exception, in days. */
  maxDays: number;
  /** Longest time that one finding may be excepted altogether, in days. */
  maxTotalDays: number;
  /** Days until a request has to be decided. */
  reviewDays: number;
  /** People who have to approve: 1 or 2. */
  approvals: 1 | 2;
  required: readonly ('ticket' | 'compensatingControls')[];
  /** Open and active ones of one entity. */
  maxPerEntity: number;
}

/** What the organisation decided about exceptions. @public */
export interface ExceptionRules {
  deciders: readonly DeciderRule[];
  /** Who may break the glass: groups or users. */
  breakGlass: { holders: readonly string[]; maxHours: number };
  limits: Record<Severity, ExceptionLimits>;
  /** Why nobody may decide at all (permissions are off, …); unset if somebody may. */
  decidingIsOff?: string;
  calendar: WorkingCalendar;
}

/** When people work, for what is due on the next working day. @public */
export interface WorkingCalendar {
  /** IANA name. */
  timeZone: string;
  /** 1 (Monday) to 7 (Sunday). */
  workingDays: readonly number[];
  /** ISO dates on which nobody works. */
  holidays: readonly string[];
}

/** What somebody, or the clock, wants to happen. @public */
export type ExceptionCommand =
  | { action: 'edit'; content: ExceptionContent }
  | { action: 'comment'; text: string }
  | { action: 'ask'; text: string }
  | { action: 'answer'; text: string }
  | {
      action: 'propose';
      text: string;
      from: string;
      until: string;
      scope: ExceptionScope;
    }
  | { action: 'accept'; text?: string }
  | { action: 'approve'; text?: string; contentHash: string }
  | { action: 'reject'; text: string }
  | { action: 'withdraw'; text?: string }
  | { action: 'revoke'; text: string }
  /** Reviews a break-glass exception, or adopts one that was found. */
  | { action: 'confirm'; text?: string; contentHash: string }
  | { action: 'lapse' }
  | { action: 'require-review'; reason: string };

/** What a command is judged by. @public */
export interface TransitionContext {
  now: Date;
  /** Unset: the portal itself, by the clock. */
  actor?: Actor;
  /** The version that the actor saw. */
  version?: number;
  rules: ExceptionRules;
  /** Refs that own the entity, its namespace or its workload. */
  subjectOwners: readonly string[];
  /**
   * As it is now; needed to edit, propose, accept, approve and confirm. Of the content as it
   * would be afterwards: see `contentAfter`.
   */
  basis?: DecisionBasis;
  /** The worst of what the basis reaches now; that of the record where it is not given. */
  severity?: Severity;
  /** Days that what it reaches was excepted before, by others than this one. */
  exceptedDays?: number;
  /** Other open and active exceptions of the entity. */
  others?: number;
}

/** A line of the thread. Nobody changes or removes one. @public */
export interface ThreadEntry {
  at: string;
  /** Unset: the portal itself. */
  actor?: Person;
  action: ExceptionAction;
  from?: ExceptionState;
  to: ExceptionState;
  /** Redacted; plain text. */
  text: string;
  /** What was decided: hash, end, scope, approvals that are there and needed. */
  detail: Record<string, string | number | boolean>;
}

/** Every reason to refuse. @public */
export const EXCEPTION_REFUSALS = [
  'not-in-this-state',
  'changed-meanwhile',
  'deciding-is-off',
  'needs-a-user',
  'not-permitted',
  'not-a-decider',
  'own-request',
  'own-edit',
  'own-subject',
  'approved-already',
  'not-the-requester',
  'content-changed',
  'not-narrower',
  'ends-in-the-past',
  'too-long',
  'too-long-in-total',
  'too-many',
  'missing-field',
  'not-for-this',
  'reaches-nothing',
  'not-a-holder',
  'too-late',
] as const;

/** {@inheritDoc EXCEPTION_REFUSALS} @public */
export type ExceptionRefusal = (typeof EXCEPTION_REFUSALS)[number];

/** @public */
export type TransitionOutcome =
  | { outcome: 'changed'; exception: ExceptionRecord; entry: ThreadEntry }
  | {
      outcome: 'refused';
      code: ExceptionRefusal;
      /** For people: what is wrong, and what to do. */
      message: string;
    };
