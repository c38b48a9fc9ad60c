/** A decider offers less than was asked for, and the requester takes it. */
import { reviewDueAt } from '../clock/workingDays';
import { canonicalJson } from '../record/canonical';
import { isNarrower } from '../record/isNarrower';
import { isSamePerson, personOf } from '../rules/persons';
import { refusal } from '../rules/refusal';
import { problemsOfContent } from '../rules/whyNotContent';
import type { ExceptionCommand, ExceptionRecord } from '../types';
import { contentAfter } from './contentAfter';
import {
  activeFrom,
  approvalsNeeded,
  decisionDetail,
  hashOf,
} from './decision';
import {
  basisOf,
  whyNoText,
  type ActingContext,
  type MoveOutcome,
} from './move';

/** @internal */
export function propose(
  record: ExceptionRecord,
  command: Extract<ExceptionCommand, { action: 'propose' }>,
  context: ActingContext,
): MoveOutcome {
  const { text } = command;
  const { actor, now, severity = record.severity } = context;
  const silent = whyNoText(text, 'Say why you offer less.');
  if (silent) {
    return silent;
  }
  const content = contentAfter(record, command);
  const { from, until, scope } = content;
  const basis = basisOf(context);
  const [problem] = problemsOfContent(content, { ...context, severity, basis });
  if (problem) {
    return problem;
  }
  if (!isNarrower(content, record.content)) {
    return refusal(
      'not-narrower',
      'An offer is shorter or narrower than the request, and nowhere wider. Approve or reject the request, or ask for another one.',
    );
  }
  return {
    changes: {
      state: 'proposed',
      approvals: [],
      proposal: {
        ...personOf(actor),
        from,
        until,
        scope,
        at: now.toISOString(),
        contentHash: hashOf(content, basis),
      },
      reviewDueAt: undefined,
    },
    text,
    detail: { from, until, scope: canonicalJson(scope) },
  };
}

/**
 * What was offered is what is asked for now, and who offered it has approved it, unless it
 * has become something else since.
 * @internal
 */
export function accept(
  record: ExceptionRecord,
  command: Extract<ExceptionCommand, { action: 'accept' }>,
  context: ActingContext,
): MoveOutcome {
  const { actor, now, rules, severity = record.severity } = context;
  const { proposal } = record;
  if (!proposal) {
    return refusal('not-in-this-state', 'Nothing was offered. Load it again.');
  }
  if (isSamePerson(actor, proposal)) {
    return refusal(
      'own-edit',
      'You made this offer, and two people are needed. Ask the requester.',
    );
  }
  const content = contentAfter(record, command);
  const basis = basisOf(context);
  const [problem] = problemsOfContent(content, { ...context, severity, basis });
  if (problem) {
    return problem;
  }
  const hash = hashOf(content, basis);
  const approvals =
    proposal.contentHash === hash
      ? [{ ...personOf(proposal), contentHash: hash, at: proposal.at }]
      : [];
  const needed = approvalsNeeded(record, context);
  const decided = approvals.length >= needed;
  return {
    changes: {
      content,
      severity,
      approvals,
      proposal: undefined,
      lastEditor: personOf(actor),
      ...(decided
        ? {
            state: 'approved',
            active: activeFrom(content, now),
            reviewDueAt: undefined,
          }
        : {
            state: 'requested',
            reviewDueAt: reviewDueAt(
              now,
              rules.limits[severity].reviewDays,
              rules.calendar,
            ),
          }),
    },
    text: command.text,
    detail: decisionDetail(content, hash, {
      approvals: approvals.length,
      needed,
    }),
  };
}
