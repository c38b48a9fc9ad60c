/** Another content is asked for anew. */
import { reviewDueAt } from '../clock/workingDays';
import { canonicalJson } from '../record/canonical';
import { personOf } from '../rules/persons';
import { refusal } from '../rules/refusal';
import { problemsOfContent } from '../rules/whyNotContent';
import type {
  ExceptionCommand,
  ExceptionContent,
  ExceptionRecord,
} from '../types';
import { contentAfter } from './contentAfter';
import { basisOf, type ActingContext, type MoveOutcome } from './move';

/** @internal */
export function edit(
  record: ExceptionRecord,
  command: Extract<ExceptionCommand, { action: 'edit' }>,
  context: ActingContext,
): MoveOutcome {
  const { actor, now, rules, severity = record.severity } = context;
  const content = contentAfter(record, command);
  if (content.scope.entityRef !== record.content.scope.entityRef) {
    return refusal(
      'not-for-this',
      'An exception stays with its entity. Ask for another one for another entity.',
    );
  }
  const [problem] = problemsOfContent(content, {
    ...context,
    severity,
    basis: basisOf(context),
  });
  if (problem) {
    return problem;
  }
  return {
    changes: {
      state: 'requested',
      content,
      severity,
      // Nobody asked for what was found: now somebody does.
      ...(record.state === 'unreviewed' && {
        requester: personOf(actor),
        requestedAt: now.toISOString(),
      }),
      lastEditor: personOf(actor),
      approvals: [],
      proposal: undefined,
      reviewDueAt: reviewDueAt(
        now,
        rules.limits[severity].reviewDays,
        rules.calendar,
      ),
    },
    detail: {
      changed: changedFields(record.content, content).join(', '),
      from: content.from,
      until: content.until,
      scope: canonicalJson(content.scope),
    },
  };
}

function changedFields(
  before: ExceptionContent,
  after: ExceptionContent,
): string[] {
  const [old, current] = [before, after].map(
    content => new Map(Object.entries(content)),
  );
  return [...new Set([...old.keys(), ...current.keys()])]
    .filter(
      field =>
        canonicalJson(old.get(field)) !== canonicalJson(current.get(field)),
    )
    .sort();
}
