/** How an exception comes into being: asked for, by breaking the glass, or found. */
import type {
  ExceptionAction,
  ExceptionState,
  Severity,
} from '@shift-down/plugin-shift-down-common';
import { nextWorkingDayEnd, reviewDueAt } from './clock/workingDays';
import { cleanContent } from './moves/contentAfter';
import { activeFrom, hashOf } from './moves/decision';
import { canonicalJson } from './record/canonical';
import { NOBODY, ownsAny, personOf } from './rules/persons';
import { refusal, type Refusal } from './rules/refusal';
import { whyNoRequester } from './rules/whyNotAsk';
import {
  whyNotBreakGlass,
  whyNotInAnEmergency,
} from './rules/whyNotBreakGlass';
import { whyNotComplete } from './rules/whyNotComplete';
import { problemsOfContent, whyNothing } from './rules/whyNotContent';
import { whyNotMeant } from './rules/whyNotMeant';
import { whyNotTimely } from './rules/whyNotSoLong';
import type {
  Actor,
  DecisionBasis,
  ExceptionContent,
  ExceptionRecord,
  ExceptionRules,
  Person,
  ThreadEntry,
  TransitionOutcome,
} from './types';

/** What a new exception is judged by. @public */
export interface RequestContext {
  /** UUID of the new one. */
  id: string;
  now: Date;
  /** Unset for whoever is no person; they are refused. */
  actor?: Actor;
  /** The worst of what it reaches. */
  severity: Severity;
  rules: ExceptionRules;
  /** Refs that own the entity, its namespace or its workload. */
  subjectOwners: readonly string[];
  basis: DecisionBasis;
  /** Days that what it reaches was excepted before. */
  exceptedDays: number;
  /** Other open and active exceptions of the entity. */
  others: number;
  /** Id of the one that it prolongs: a new decision all the same. */
  renews?: string;
}

/** Asks for an exception, which an owner of its entity may. @public */
export function requestException(
  content: ExceptionContent,
  context: RequestContext,
): TransitionOutcome {
  const { actor, now, severity, rules, subjectOwners, others } = context;
  const clean = cleanContent(content);
  const problem =
    whyNoRequester(actor) ??
    (actor && !ownsAny(actor, subjectOwners)
      ? refusal(
          'not-permitted',
          'Only owners of an entity ask for exceptions for it. Ask one of them.',
        )
      : undefined) ??
    problemsOfContent(clean, context, others)[0];
  if (problem || !actor) {
    return refused(problem);
  }
  return made('request', 'requested', clean, {
    ...context,
    person: personOf(actor),
    reviewDueAt: reviewDueAt(
      now,
      rules.limits[severity].reviewDays,
      rules.calendar,
    ),
  });
}

/**
 * Excepts at once and alone. Beyond its own limit of hours no other is looked at: whoever
 * needs it has no time for them. Reviewed on the next working day, or it lapses.
 * @public
 */
export function breakGlass(
  content: ExceptionContent,
  context: RequestContext,
): TransitionOutcome {
  const { actor, now, rules, basis } = context;
  const clean = cleanContent(content);
  const problem =
    whyNotBreakGlass(actor, rules) ??
    whyNotMeant(clean) ??
    whyNotComplete(clean, []) ??
    whyNotTimely(clean, now) ??
    whyNotInAnEmergency(clean, rules, now) ??
    whyNothing(basis);
  if (problem || !actor) {
    return refused(problem);
  }
  return made('break-glass', 'approved', clean, {
    ...context,
    person: personOf(actor),
    reviewDueAt: nextWorkingDayEnd(now, rules.calendar),
    glass: {
      breakGlass: true,
      active: activeFrom(clean, now),
      review: {
        reason: 'Somebody broke the glass: nobody else has looked at it yet.',
        since: now.toISOString(),
      },
    },
    detail: { contentHash: hashOf(clean, basis) },
  });
}

/** What something that was found is judged by. @public */
export interface ImportContext
  extends Pick<RequestContext, 'id' | 'now' | 'severity' | 'rules'> {
  /** Where it was found, in words. */
  importedFrom: string;
  /** Who handed it in; unset for what the portal found. */
  actor?: Person;
}

/**
 * Takes up something that was excepted outside the process. It exempts nothing, and has a
 * date by which somebody adopts or rejects it. Limits are looked at then: what has no end
 * gets a far one, and has to be changed before anybody can adopt it.
 * @public
 */
export function importException(
  content: ExceptionContent,
  context: ImportContext,
): TransitionOutcome {
  const { now, severity, rules, importedFrom, actor = NOBODY } = context;
  const clean = cleanContent(content);
  const { entityRef } = clean.scope;
  const problem = whyNotMeant({
    ...clean,
    // Empty: nobody can tell yet whose it is. Nothing can be decided until it is named.
    scope: { ...clean.scope, entityRef: entityRef || 'unknown' },
  });
  return problem
    ? refused(problem)
    : made('import', 'unreviewed', clean, {
        ...context,
        person: personOf(actor),
        reviewDueAt: reviewDueAt(
          now,
          rules.limits[severity].reviewDays,
          rules.calendar,
        ),
        detail: { importedFrom },
      });
}

function refused(problem: Refusal | undefined): TransitionOutcome {
  if (!problem) {
    throw new Error('Only what has a reason is refused');
  }
  return { outcome: 'refused', ...problem };
}

function made(
  action: ExceptionAction,
  state: ExceptionState,
  content: ExceptionContent,
  {
    id,
    now,
    person,
    severity,
    renews,
    glass,
    ...more
  }: Pick<RequestContext, 'id' | 'now' | 'severity' | 'renews'> & {
    person: Person;
    reviewDueAt: string;
    glass?: Partial<ExceptionRecord>;
    detail?: ThreadEntry['detail'];
  },
): TransitionOutcome {
  const at = now.toISOString();
  return {
    outcome: 'changed',
    exception: {
      id,
      version: 1,
      state,
      content,
      severity,
      requester: person,
      lastEditor: person,
      requestedAt: at,
      reviewDueAt: more.reviewDueAt,
      breakGlass: false,
      approvals: [],
      ...(renews !== undefined && { renews }),
      ...glass,
    },
    entry: {
      at,
      ...(person.subject !== '' && { actor: person }),
      action,
      to: state,
      text: content.justification,
      detail: {
        from: content.from,
        until: content.until,
        scope: canonicalJson(content.scope),
        ...(renews !== undefined && { renews }),
        ...more.detail,
      },
    },
  };
}
