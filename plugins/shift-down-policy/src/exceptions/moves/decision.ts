/** What people say yes to, and whether enough of them did. */
import { hashDecision } from '../record/hashDecision';
import { canonicalJson } from '../record/canonical';
import { isSamePerson, personOf } from '../rules/persons';
import { refusal, type Refusal } from '../rules/refusal';
import type {
  Approval,
  DecisionBasis,
  ExceptionContent,
  ExceptionRecord,
  Person,
  ThreadEntry,
  TransitionContext,
} from '../types';

/** The digest of a decision on a content, whatever content the basis was looked up for. @internal */
export function hashOf(
  content: ExceptionContent,
  basis: DecisionBasis,
): string {
  return hashDecision({ ...basis, content });
}

/** Approvals of what would be decided now; of a review only those since it began. @internal */
export function approvalsOf(
  { approvals, review }: ExceptionRecord,
  hash: string,
): Approval[] {
  return approvals.filter(
    ({ contentHash, at }) =>
      contentHash === hash &&
      (!review || Date.parse(at) >= Date.parse(review.since)),
  );
}

/** @internal */
export function whyApprovedAlready(
  actor: Person,
  approvals: readonly Approval[],
): Refusal | undefined {
  return approvals.some(approval => isSamePerson(approval, actor))
    ? refusal(
        'approved-already',
        'You have approved this already. Somebody else has to, too.',
      )
    : undefined;
}

/** @internal */
export function whyAnotherHash(
  seen: string,
  hash: string,
): Refusal | undefined {
  return seen === hash
    ? undefined
    : refusal(
        'content-changed',
        'What would be decided has changed since you looked: what is asked for, a policy, or what it reaches. Look at it again.',
      );
}

/** @internal */
export function approvalBy(
  person: Person,
  contentHash: string,
  now: Date,
): Approval {
  return { ...personOf(person), contentHash, at: now.toISOString() };
}

/** How many people it takes. @internal */
export function approvalsNeeded(
  record: ExceptionRecord,
  { rules, severity = record.severity }: TransitionContext,
): number {
  // A broken glass is looked at by one: whatever lasts longer is asked for anew.
  return record.breakGlass ? 1 : rules.limits[severity].approvals;
}

/** From when to when it holds, if it is approved now. @internal */
export function activeFrom(
  { from, until }: ExceptionContent,
  now: Date,
): { from: string; until: string } {
  return {
    from: new Date(Math.max(Date.parse(from), now.getTime())).toISOString(),
    until: new Date(until).toISOString(),
  };
}

/** The same time, ended now at the latest. @internal */
export function endedNow(
  active: { from: string; until: string } | undefined,
  now: Date,
): { from: string; until: string } | undefined {
  return (
    active && {
      from: earlier(active.from, now),
      until: earlier(active.until, now),
    }
  );
}

function earlier(at: string, now: Date): string {
  return new Date(Math.min(Date.parse(at), now.getTime())).toISOString();
}

/** What the thread keeps of a decision. @internal */
export function decisionDetail(
  { from, until, scope }: ExceptionContent,
  contentHash: string,
  count: { approvals: number; needed: number },
): ThreadEntry['detail'] {
  return {
    contentHash,
    from,
    until,
    scope: canonicalJson(scope),
    ...count,
    decided: count.approvals >= count.needed,
  };
}
