/** Somebody says yes; whether that is enough depends on how many have to. */
import { problemsOfContent } from '../rules/whyNotContent';
import type { Refusal } from '../rules/refusal';
import type { Approval, ExceptionCommand, ExceptionRecord } from '../types';
import {
  activeFrom,
  approvalBy,
  approvalsNeeded,
  approvalsOf,
  decisionDetail,
  hashOf,
  whyAnotherHash,
  whyApprovedAlready,
} from './decision';
import { basisOf, type ActingContext, type MoveOutcome } from './move';

type Yes = Extract<ExceptionCommand, { action: 'approve' | 'confirm' }>;

/** Approves what is asked for, or adopts what was found: by the same rules. @internal */
export function approve(
  record: ExceptionRecord,
  command: Yes,
  context: ActingContext,
): MoveOutcome {
  const { now, severity = record.severity } = context;
  const yes = sayYes(record, command, context);
  if ('code' in yes) {
    return yes;
  }
  const [problem] = problemsOfContent(record.content, {
    ...context,
    severity,
    basis: basisOf(context),
  });
  if (problem) {
    return problem;
  }
  return {
    changes: {
      severity,
      approvals: yes.approvals,
      ...(yes.isEnough && {
        state: 'approved',
        active: activeFrom(record.content, now),
        reviewDueAt: undefined,
      }),
    },
    text: command.text,
    detail: yes.detail,
  };
}

/** Says yes once more to what is approved already: a broken glass, or what widened. @internal */
export function confirm(
  record: ExceptionRecord,
  command: Yes,
  context: ActingContext,
): MoveOutcome {
  if (record.state === 'unreviewed') {
    return approve(record, command, context);
  }
  const yes = sayYes(record, command, context);
  if ('code' in yes) {
    return yes;
  }
  return {
    changes: yes.isEnough
      ? {
          severity: context.severity ?? record.severity,
          approvals: yes.approvals,
          review: undefined,
          reviewDueAt: undefined,
        }
      : { approvals: [...record.approvals, ...yes.approvals.slice(-1)] },
    text: command.text,
    detail: yes.detail,
  };
}

function sayYes(
  record: ExceptionRecord,
  { contentHash }: Yes,
  context: ActingContext,
):
  | Refusal
  | {
      approvals: Approval[];
      isEnough: boolean;
      detail: ReturnType<typeof decisionDetail>;
    } {
  const { actor, now } = context;
  const hash = hashOf(record.content, basisOf(context));
  const before = approvalsOf(record, hash);
  const problem =
    whyAnotherHash(contentHash, hash) ?? whyApprovedAlready(actor, before);
  if (problem) {
    return problem;
  }
  const approvals = [...before, approvalBy(actor, hash, now)];
  const needed = approvalsNeeded(record, context);
  return {
    approvals,
    isEnough: approvals.length >= needed,
    detail: decisionDetail(record.content, hash, {
      approvals: approvals.length,
      needed,
    }),
  };
}
